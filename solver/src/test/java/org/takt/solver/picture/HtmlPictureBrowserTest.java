package org.takt.solver.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.picture.Caption;
import org.takt.model.picture.HtmlPicture;
import org.takt.model.picture.Lane;
import org.takt.model.picture.OpStyle;
import org.takt.model.picture.Picture;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;

/** Opens, zooms, hovers and chooses in a real headless Chromium; skipped where there is none. */
class HtmlPictureBrowserTest {
    private static final Instance INSTANCE = Instances.of(4, 12)
            .stages(4)
            .costs(1000, 1000, 600)
            .memory(5, 4, 1, 0)
            .limit(60)
            .exclusive(40, 10)
            .backward(Backward.SPLIT)
            .instance();

    @TempDir
    private static Path directory;

    private static Chromium chromium;
    private static Schedule schedule;
    private static Picture picture;

    private BrowserPage page;

    @BeforeAll
    static void openThePage() throws IOException, InterruptedException {
        Optional<Path> executable = Chromium.find();
        if (executable.isEmpty()) {
            return;
        }
        picture = baseline("ZB-H1");
        Files.writeString(directory.resolve("one.html"), HtmlPicture.write(List.of(picture)));
        Files.writeString(directory.resolve("two.html"), HtmlPicture.write(List.of(picture, baseline("GPipe"))));
        chromium = Chromium.start(executable.get(), 1400, 800);
    }

    @AfterAll
    static void closeTheBrowser() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(chromium != null, "There is no Chromium on the path, and CHROMIUM names none.");
        page = chromium.page();
        page.open(directory.resolve("one.html"));
    }

    @Test
    void loadsNothingButItselfAndRunsWithoutErrors() throws IOException {
        assertThat(page.requests()).allMatch(address -> address.startsWith("file:") && address.endsWith(".html"));
        assertThat(page.errors()).isEmpty();
        assertThat(page.evaluate("document.title").asText()).isEqualTo("fixture: ZB-H1");
    }

    @Test
    void unpacksExactlyWhatWasPacked() throws IOException {
        JsonNode bars = page.evaluate("(({first, start, end, microBatch}) => ({first: [...first], start: [...start],"
                + " end: [...end], microBatch: [...microBatch]}))(takt.schedules[0])");
        int bar = 0;
        for (int index = 0; index < picture.lanes().size(); index++) {
            Lane lane = picture.lanes().get(index);
            assertThat(bars.get("first").get(index).asInt()).isEqualTo(bar);
            for (int op : lane.ops()) {
                assertThat(bars.get("start").get(bar).asLong()).isEqualTo(schedule.start(op));
                assertThat(bars.get("end").get(bar).asLong() - schedule.start(op))
                        .isEqualTo(picture.problem()
                                .ops()
                                .get(op)
                                .modes()
                                .get(schedule.mode(op))
                                .duration());
                assertThat(bars.get("microBatch").get(bar).asInt())
                        .isEqualTo(picture.problem().ops().get(op).microBatch());
                bar++;
            }
        }
        assertThat(bars.get("start").size()).isEqualTo(bar);
        JsonNode held = page.evaluate("takt.schedules[0].memory.map(curve => [...curve.held])");
        for (int device = 0; device < held.size(); device++) {
            assertThat(held.get(device))
                    .extracting(JsonNode::asLong)
                    .containsExactlyElementsOf(picture.memory().get(device).steps().stream()
                            .map(step -> step.memory())
                            .toList());
        }
    }

    @Test
    void drawsOpsInTheColoursOfTheirKinds() throws IOException {
        Point first = locate(0, 0, 0);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
        int top = (int) Math.round(first.y) - 8;
        assertThat(colour(image, (int) Math.round(first.x), top))
                .isEqualTo(OpStyle.of(OpKind.F).colour());
        Point gap = locate(0, 3, 0);
        assertThat(colour(image, (int) Math.round(first.x) + 2, (int) Math.round(gap.y)))
                .isEqualTo(OpStyle.GROUND);
    }

    @Test
    void hoveringNamesTheOpAndItsTimes() throws IOException {
        Point first = locate(0, 1, 0);
        page.hover(first.x, first.y);
        assertThat(view().get("tip").asText())
                .contains("Fforward, micro-batch 0, stage 1", "on d1 for 1 000 µs", "from 1 050 µs to 2 050 µs")
                .contains("memory at its start: 9 MiB");
        page.hover(first.x, first.y + 2000);
        assertThat(view().get("tip").isNull()).isTrue();
    }

    @Test
    void theWheelZoomsAtThePointerAndDraggingMoves() throws IOException {
        Point third = locate(0, 2, 2);
        page.wheel(third.x, third.y, -200);
        JsonNode zoomed = view();
        assertThat(span(zoomed)).isLessThan(picture.report().makespan() * 0.6);
        assertThat(locate(0, 2, 2).x).isCloseTo(third.x, within(1.0));
        page.drag(third.x, third.y, third.x - 100, third.y);
        assertThat(locate(0, 2, 2).x).isCloseTo(third.x - 100, within(1.0));
        assertThat(span(view())).isCloseTo(span(zoomed), within(1e-6));
    }

    @Test
    void keysZoomMoveAndShowEverythingAgain() throws IOException {
        page.press("+");
        double span = span(view());
        assertThat(span).isCloseTo(picture.report().makespan() / 1.5, within(1.0));
        double from = view().get("from").asDouble();
        page.press("ArrowRight");
        assertThat(view().get("from").asDouble()).isCloseTo(from + span / 10, within(1.0));
        page.press("0");
        assertThat(view().get("from").asDouble()).isZero();
        assertThat(span(view())).isEqualTo(picture.report().makespan());
    }

    @Test
    void choosingAnOpIsSaidToScreenReaders() throws IOException {
        page.press("n");
        page.press("n");
        assertThat(said()).contains("forward, micro-batch 1, stage 0", "on d0 for 1 000 µs");
        page.press("j");
        assertThat(view().get("chosen").asText()).endsWith("micro-batch 0, stage 1");
        page.press("Escape");
        assertThat(said()).isEqualTo("nothing chosen");
        Point first = locate(0, 3, 0);
        page.click(first.x, first.y);
        assertThat(said()).contains("forward, micro-batch 0, stage 3");
    }

    @Test
    void theCriticalPathShowsOnDemand() throws IOException {
        Point first = locate(0, 0, 0);
        page.press("c");
        assertThat(view().get("isCritical").asBoolean()).isTrue();
        page.hover(first.x, first.y);
        assertThat(view().get("tip").asText()).contains("critical: begins the critical path");
        assertThat(page.evaluate("document.querySelector('[aria-pressed=true]').textContent")
                        .asText())
                .isEqualTo("Critical path");
        page.press("c");
        assertThat(view().get("isCritical").asBoolean()).isFalse();
    }

    @Test
    void memoryAndLinksCanBeHidden() throws IOException {
        double before = locate(0, 1, 0).y;
        page.press("m");
        assertThat(locate(0, 1, 0).y).isNotEqualTo(before);
        assertThat(view().get("withMemory").asBoolean()).isFalse();
        page.press("s");
        assertThat(view().get("withStreams").asBoolean()).isFalse();
        assertThat(page.errors()).isEmpty();
    }

    @Test
    void figuresStandInATableToo() throws IOException {
        assertThat(page.evaluate("document.querySelectorAll('#tables tr').length")
                        .asInt())
                .isEqualTo(5);
        assertThat(page.evaluate("document.querySelector('#tables tr:nth-child(2)').textContent")
                        .asText())
                .startsWith("d0")
                .contains("60 MiB");
        assertThat(page.evaluate("document.getElementById('legend').textContent")
                        .asText())
                .contains("Fforward", "Iinput gradient", "Wweight gradient", "SFsend output", "memory held");
    }

    @Test
    void twoSchedulesShareOneTimeAxis() throws IOException {
        page.open(directory.resolve("two.html"));
        assertThat(locate(0, 0, 0).x).isCloseTo(locate(1, 0, 0).x, within(0.001));
        assertThat(locate(0, 0, 0).y).isLessThan(locate(1, 0, 0).y);
        double third = locate(0, 2, 0).y;
        assertThat(locate(1, 0, 0).y).isGreaterThan(third);
        page.press("i");
        assertThat(locate(1, 0, 0).y).isLessThan(locate(0, 2, 0).y);
        assertThat(page.errors()).isEmpty();
    }

    private record Point(double x, double y) {}

    /** Returns the middle of a bar, in pixels of the window. */
    private Point locate(int index, int device, int bar) throws IOException {
        JsonNode at = page.evaluate("(({x, y}, box) => ({x: x + box.left, y: y + box.top}))(takt.locate(" + index + ", "
                + device + ", " + bar + "), document.getElementById('chart').getBoundingClientRect())");
        return new Point(at.get("x").asDouble(), at.get("y").asDouble());
    }

    private JsonNode view() throws IOException {
        JsonNode view = page.evaluate("(({tip, ...rest}) => ({...rest,"
                + " tip: tip === null ? null : tip.replace(/\\u202f/g, ' ')}))(takt.view())");
        return view;
    }

    private String said() throws IOException {
        return page.evaluate("document.getElementById('said').textContent")
                .asText()
                .replace('\u202f', ' ');
    }

    private static double span(JsonNode view) {
        return view.get("to").asDouble() - view.get("from").asDouble();
    }

    private static String colour(BufferedImage image, int x, int y) {
        return String.format("#%06x", image.getRGB(x, y) & 0xffffff);
    }

    private static Picture baseline(String family) {
        Problem problem = Expander.expand(INSTANCE);
        Baseline found = Baselines.of(problem).stream()
                .filter(baseline -> baseline.family().equals(family))
                .findFirst()
                .orElseThrow();
        Schedule timed = ((Baseline.Scheduled) found.outcome()).schedule();
        if (family.equals("ZB-H1")) {
            schedule = timed;
        }
        return Picture.of(
                new Caption("fixture", family, "us", "MiB"), problem, timed, Schedules.accepted(problem, timed));
    }
}
