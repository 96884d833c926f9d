package org.takt.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.instance.Backward;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;

class TextGanttTest {
    @Test
    void drawsOpsInProportionToTheirDurations() {
        Picture picture =
                pipeline(Instances.of(2, 2).costs(1, 1, 1).memory(0, 2, 1, 0).limit(8));
        assertThat(TextGantt.draw(picture, 80)).isEqualTo("""
                        d0  F0──F1──········B0──────····B1──────
                        d1  ····F0──B0──────F1──B1──────········
                            0                               9 us

                        F forward   B full backward   · idle
                        d0  idle  33.3 %   peak 4 of 8 MiB
                        d1  idle  33.3 %   peak 2 of 8 MiB
                        """);
    }

    @Test
    void showsWhatTakesMostOfAColumnWhereOpsAreManyAndKeepsToTheWidth() {
        Picture picture = pipeline(Instances.of(2, 30).costs(1, 9, 9));
        assertThat(TextGantt.draw(picture, 60).lines().limit(3))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(TextGantt.draw(picture, 60).lines().findFirst().orElseThrow())
                .hasSize(60)
                .matches("d0  ··B0[B─0-9]*");
    }

    @Test
    void refusesWidthsInWhichNothingFits() {
        Picture picture = pipeline(Instances.of(2, 2));
        assertThatThrownBy(() -> TextGantt.draw(picture, 39)).hasMessage("The width is 39, expected at least 40.");
    }

    /** 1F1B on two devices. */
    static Picture pipeline(Instances instances) {
        Problem problem = instances.backward(Backward.FUSED).problem();
        int microBatches = instances.instance().microBatches().size();
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        first.add(Schedules.op(problem, OpKind.F, 0, 0));
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            if (microBatch + 1 < microBatches) {
                first.add(Schedules.op(problem, OpKind.F, 0, microBatch + 1));
            }
            first.add(Schedules.op(problem, OpKind.B, 0, microBatch));
            second.add(Schedules.op(problem, OpKind.F, 1, microBatch));
            second.add(Schedules.op(problem, OpKind.B, 1, microBatch));
        }
        int[] modes = new int[problem.ops().size()];
        DeviceOrders orders = new DeviceOrders(problem, modes, Map.of(0, first, 1, second));
        return PictureFixtures.picture(problem, Schedules.timed(problem, orders), "1F1B");
    }

    /** Returns the schedule of a picture in which every op is present. */
    static Schedule schedule(Picture picture) {
        int ops = picture.problem().ops().size();
        return new Schedule(IntStream.range(0, ops).mapToLong(picture::start).toArray(), new int[ops]);
    }
}
