package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowShapesTest {
    private static final int DRAWS = 1000;

    private final WindowShapes shapes = new WindowShapes(12, 400);

    private static List<Integer> devicesOf(WindowShapes shapes) {
        Random random = new Random(5);
        return IntStream.range(0, DRAWS)
                .mapToObj(draw -> shapes.draw(random).devices())
                .toList();
    }

    private static WindowShapes.Shape any(int devices, WindowShapes shapes) {
        Random random = new Random(7);
        return IntStream.range(0, DRAWS)
                .mapToObj(draw -> shapes.draw(random))
                .filter(shape -> shape.devices() == devices)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void haveAllDevicesOrHalfAsManyDownToTwo() {
        assertThat(devicesOf(shapes)).containsOnly(12, 6, 3);
        assertThat(devicesOf(new WindowShapes(4, 400))).containsOnly(4, 2);
        assertThat(devicesOf(new WindowShapes(1, 400))).containsOnly(1);
    }

    @Test
    void haveLittleOrMuchTime() {
        Random random = new Random(5);
        assertThat(IntStream.range(0, DRAWS)
                        .mapToObj(draw -> shapes.draw(random))
                        .map(WindowShapes.Shape::slice)
                        .distinct())
                .containsExactlyInAnyOrder(0.2, 0.6, 2.0);
    }

    @Test
    void thoseThatGainMostPerSecondAreDrawnMostAndNoneIsForgotten() {
        shapes.credit(any(12, shapes), 10, 1);
        shapes.credit(any(3, shapes), 30, 1);
        List<Integer> devices = devicesOf(shapes);
        assertThat(devices).filteredOn(many -> many == 12).hasSizeBetween(200, 320);
        assertThat(devices).filteredOn(many -> many == 6).hasSizeBetween(10, 70);
        assertThat(devices).filteredOn(many -> many == 3).hasSizeBetween(630, 780);
    }

    @Test
    void whatWasGainedLongAgoCountsLittle() {
        WindowShapes.Shape once = any(12, shapes);
        shapes.credit(once, 1000, 1);
        for (int window = 0; window < 200; window++) {
            shapes.credit(once, 0, 1);
        }
        shapes.credit(any(6, shapes), 1, 1);
        assertThat(devicesOf(shapes)).filteredOn(many -> many == 6).hasSizeGreaterThan(850);
    }

    @Test
    void growWhileWindowsAreSolvedUpToAllOpsAndShrinkDownToTwenty() {
        WindowShapes.Shape shape = any(6, shapes);
        assertThat(shape.ops()).isEqualTo(150);
        shapes.adapt(shape, true, true);
        assertThat(shape.ops()).isEqualTo(195);
        shapes.adapt(shape, true, false);
        assertThat(shape.ops()).isEqualTo(204);
        shapes.adapt(shape, false, true);
        assertThat(shape.ops()).isEqualTo(163);
        IntStream.range(0, 20).forEach(window -> shapes.adapt(shape, true, true));
        assertThat(shape.ops()).isEqualTo(520);
        IntStream.range(0, 20).forEach(window -> shapes.adapt(shape, false, true));
        assertThat(shape.ops()).isEqualTo(20);
    }
}
