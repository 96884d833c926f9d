package org.takt.solver.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;
import org.takt.model.picture.Caption;
import org.takt.model.picture.HtmlPicture;
import org.takt.model.picture.Picture;
import org.takt.model.picture.SvgPicture;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.PipelineShape;
import org.takt.solver.baseline.ScheduleFamily;

/** Draws the pictures under {@code results/pictures} and measures first paints: {@code mvn -Ppictures -DskipTests verify}. */
public final class PictureGallery {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 900;
    private static final int OPS = 200_000;
    private static final int PAINTS = 5;

    private static final String FIRST_PAINT = "new Promise(done => new PerformanceObserver(list => list"
            + ".getEntriesByName('first-contentful-paint').forEach(entry => done(entry.startTime)))"
            + ".observe({type: 'paint', buffered: true}))";

    private final Path instances;
    private final Path results;
    private final BrowserPage page;
    private final Path html;
    private final StringBuilder measured = new StringBuilder();

    private PictureGallery(Path instances, Path results, BrowserPage page, Path html) {
        this.instances = instances;
        this.results = results;
        this.page = page;
        this.html = html;
    }

    /**
     * Writes all pictures.
     *
     * @param args the directory of the instances and that of the results
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path executable = Chromium.find()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no Chromium on the path, and the environment variable CHROMIUM names none."));
        Path results = Files.createDirectories(Path.of(args[1]));
        Path html = Files.createTempFile("takt", ".html");
        try (Chromium chromium = Chromium.start(executable, WIDTH, HEIGHT)) {
            new PictureGallery(Path.of(args[0]), results, chromium.page(), html).draw();
        } finally {
            Files.deleteIfExists(html);
        }
    }

    private void draw() throws IOException {
        drawEightDevices();
        drawManyOps();
        Files.writeString(
                results.resolve("first-paint.csv"),
                "picture,ops,html_bytes,first_contentful_paint_ms,canvas_drawn_ms,redraw_ms,load_average,browser\n"
                        + measured);
    }

    /** p = 8, m = 32: Takt's schedule, and beside it 1F1B, at the memory of 1F1B. */
    private void drawEightDevices() throws IOException {
        Instance instance = instance("zb-iclr-1p5b-p8-m32-1x");
        Picture takt = solved(instance);
        Picture published = published(instance, "1F1B");
        Files.writeString(results.resolve("p8-m32.svg"), SvgPicture.write(List.of(published, takt)));

        open("p8-m32", List.of(takt));
        page.screenshot(results.resolve("p8-m32.png"));
        page.press("c");
        page.screenshot(results.resolve("p8-m32-critical-path.png"));

        open("p8-m32-compared", List.of(published, takt));
        page.screenshot(results.resolve("p8-m32-compared.png"));
    }

    /** As many micro-batches on 16 devices as make up the ops, of different length so that there is something to see. */
    private void drawManyOps() throws IOException {
        ObjectNode document =
                (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(file("zb-iclr-14p6b-p16-m48-1x")));
        int microBatches = OPS / (3 * document.at("/stages/count").asInt()) + 1;
        document.put("name", "zb-iclr-14p6b-p16-m" + microBatches + "-uneven");
        ArrayNode list = document.putArray("microBatches");
        Random random = new Random(1);
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            double wave = 1 + Math.sin(12.0 * microBatch / microBatches);
            int permille = 500 + (int) (130 * wave) + random.nextInt(240);
            list.addObject().put("costPermille", permille).put("activationPermille", permille);
        }
        Instance instance = InstanceReader.parse("many ops", document.toString().getBytes(StandardCharsets.UTF_8));
        Picture picture = published(instance, "ZB-H1");
        open("ops-200000", List.of(picture));
        page.screenshot(results.resolve("ops-200000.png"));
        JsonNode at = page.evaluate("takt.locate(0, 8, 3000)");
        double canvasTop = page.evaluate("document.getElementById('chart').getBoundingClientRect().top")
                .asDouble();
        for (int notch = 0; notch < 18; notch++) {
            page.wheel(at.get("x").asDouble(), at.get("y").asDouble() + canvasTop, -100);
        }
        page.hover(at.get("x").asDouble(), at.get("y").asDouble() + canvasTop);
        page.screenshot(results.resolve("ops-200000-zoomed.png"));
    }

    /** Opens a page several times and keeps the median of its times. */
    private void open(String name, List<Picture> pictures) throws IOException {
        String text = HtmlPicture.write(pictures);
        Files.writeString(html, text);
        double[] paints = new double[PAINTS];
        double[] draws = new double[PAINTS];
        double[] redraws = new double[PAINTS];
        for (int run = 0; run < PAINTS; run++) {
            page.open(html);
            page.settle();
            paints[run] = page.evaluate(FIRST_PAINT).asDouble();
            draws[run] = page.evaluate("takt.firstDraw").asDouble();
            redraws[run] = page.evaluate("takt.lastDraw").asDouble();
        }
        measured.append(String.format(
                Locale.ROOT,
                "%s,%d,%d,%.0f,%.0f,%.0f,%.1f,%s%n",
                name,
                page.evaluate("takt.schedules.reduce((sum, schedule) => sum + schedule.ops, 0)")
                        .asLong(),
                Files.size(html),
                median(paints),
                median(draws),
                median(redraws),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                page.product()));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private Instance instance(String name) throws IOException {
        return InstanceReader.read(file(name));
    }

    private Path file(String name) {
        return instances.resolve("zero-bubble").resolve(name + ".json");
    }

    private static Picture solved(Instance instance) {
        Solution solution =
                Takt.solve(instance, SolveOptions.DEFAULTS.withWorkers(1).withTimeLimit(Duration.ofMinutes(2)));
        Solution.Best best = solution.best().orElseThrow();
        return Picture.of(caption(instance, "Takt"), solution.problem(), best.schedule(), best.report());
    }

    private static Picture published(Instance instance, String name) {
        Problem problem = Expander.expand(instance);
        ScheduleFamily family = Baselines.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        ScheduleFamily.Outcome outcome = family.orders(PipelineShape.of(problem).orElseThrow());
        TimingResult timed = new Timing(problem).earliest(((ScheduleFamily.Outcome.Applies) outcome).orders());
        Schedule schedule = ((TimingResult.Timed) timed).schedule();
        Verdict.Accepted verdict = (Verdict.Accepted) new Verifier(problem).verify(schedule);
        return Picture.of(caption(instance, name), problem, schedule, verdict.report());
    }

    private static Caption caption(Instance instance, String label) {
        return new Caption(instance.name(), label, instance.timeUnit(), instance.memoryUnit());
    }
}
