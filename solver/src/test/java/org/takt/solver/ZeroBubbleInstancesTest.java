package org.takt.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;
import org.takt.model.problem.Objective;
import org.takt.model.verification.Report;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.WarmUpAndDrainBound;

/**
 * The committed instances of the Zero Bubble paper with 8 devices, against what the project's own scheduler reaches on
 * them, which stands in {@code zero_bubble_heuristic_values.csv}.
 */
class ZeroBubbleInstancesTest {
    private static final Path FOLDER = Path.of("../instances/zero-bubble");
    private static final String VALUES = "/org/takt/solver/zero_bubble_heuristic_values.csv";
    private static final Map<String, String> MULTIPLES = Map.of("1x", "1.0", "1p5x", "1.5", "2x", "2.0");
    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(2);

    /**
     * A committed instance.
     *
     * @param makespan the makespan that the project's scheduler reaches
     * @param span the largest device span that it reaches
     */
    record Known(Instance instance, long makespan, long span) {
        @Override
        public String toString() {
            return instance.name();
        }
    }

    static Stream<Known> instances() throws IOException {
        Map<String, String[]> rows = rows();
        return Stream.of("1p5b", "6p2b")
                .flatMap(model -> Stream.of("m24", "m32", "m64").map(count -> model + "-p8-" + count))
                .flatMap(setting -> Stream.of("1x", "1p5x", "2x").map(limit -> known(setting, limit, rows)));
    }

    static Stream<Known> instancesAtTheMemoryOf1F1B() throws IOException {
        return instances().filter(known -> known.instance().name().endsWith("-1x"));
    }

    private static Map<String, String[]> rows() throws IOException {
        Map<String, String[]> rows = new HashMap<>();
        try (var stream = ZeroBubbleInstancesTest.class.getResourceAsStream(VALUES)) {
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("8,"))
                    .map(line -> line.split(","))
                    .forEach(cells -> rows.put(cells[1] + " " + cells[2] + " " + cells[10], cells));
        }
        return rows;
    }

    private static Known known(String setting, String limit, Map<String, String[]> rows) {
        Instance instance = read("zb-iclr-" + setting + "-" + limit + ".json");
        String[] row = rows.get(
                instance.microBatches().size() + " " + instance.stages().get(0).forward() + " " + MULTIPLES.get(limit));
        return new Known(instance, Long.parseLong(row[11]), Long.parseLong(row[12]));
    }

    private static Instance read(String file) {
        try {
            return InstanceReader.read(FOLDER.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @MethodSource("instances")
    void aGapOfOnePerCentIsProvedForBothObjectives(Known known) {
        for (Objective objective : List.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN)) {
            Solution solution = Takt.solve(known.instance().withObjective(objective), OPTIONS.withGap(0.01));

            assertThat(solution.status()).as(objective.name()).isIn(Status.OPTIMAL, Status.WITHIN_GAP);
            assertThat(solution.gap()).as(objective.name()).isLessThanOrEqualTo(0.01);
            assertThat(verified(solution).value())
                    .isEqualTo(solution.best().orElseThrow().report().value());
        }
    }

    /** Asked for no gap, it finds and proves an optimum, so that there is nothing better to be found. */
    @ParameterizedTest
    @MethodSource("instances")
    void theMakespanIsProvedOptimalAndNeverAboveThePublished(Known known) {
        Solution solution = Takt.solve(known.instance(), OPTIONS);

        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        assertThat(verified(solution).makespan()).isLessThanOrEqualTo(known.makespan());
    }

    /** Most within a second; three by the exact model, which takes over after half of the time. */
    @ParameterizedTest
    @MethodSource("instances")
    void theDeviceSpanReachesThePublished(Known known) {
        CancelToken reached = new CancelToken();
        SolveListener listener = new SolveListener() {
            @Override
            public void onIncumbent(Duration elapsed, long value, String source) {
                if (value <= known.span()) {
                    reached.cancel();
                }
            }
        };

        Solution solution = Takt.solve(
                known.instance().withObjective(Objective.MAX_DEVICE_SPAN),
                OPTIONS.withTimeLimit(Duration.ofSeconds(40)).withCancelToken(reached),
                listener);

        assertThat(verified(solution).maxDeviceSpan()).isLessThanOrEqualTo(known.span());
    }

    @ParameterizedTest
    @MethodSource("instancesAtTheMemoryOf1F1B")
    void warmUpAndDrainProveZbH1Optimal(Known known) {
        long bound = new WarmUpAndDrainBound()
                .compute(new ProblemAnalysis(Expander.expand(known.instance())))
                .value();

        assertThat(bound).isEqualTo(known.makespan());
        assertThat(verified(Takt.solve(known.instance(), OPTIONS)).makespan()).isEqualTo(bound);
    }

    private static Report verified(Solution solution) {
        Verdict verdict = new Verifier(solution.problem())
                .verify(solution.best().orElseThrow().schedule());
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).report();
    }
}
