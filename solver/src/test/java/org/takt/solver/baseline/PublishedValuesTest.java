package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Report;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

/**
 * The columns of the Zero Bubble paper (arXiv 2401.10241) on all its 21 settings, to the tick: 1F1B, interleaved 1F1B and
 * ZB-H1 in makespan, ZB-H2, ZB-1p and ZB-2p in maximal device span.
 */
class PublishedValuesTest {
    /** One row of the committed table. */
    record Setting(
            String label,
            int devices,
            int microBatches,
            int layers,
            List<Long> times,
            List<Long> memory,
            List<Long> values,
            BigDecimal interleaved) {
        @Override
        public String toString() {
            return label + " p=" + devices + " m=" + microBatches;
        }

        int chunks() {
            return layers / devices;
        }

        Instances instance(Backward backward) {
            long activation = memory.get(0);
            return Instances.of(devices, microBatches)
                    .costs(times.get(0), times.get(1), times.get(2))
                    .latency(times.get(3))
                    .memory(0, activation, activation + memory.get(1), 0)
                    .limit(2 * devices * activation)
                    .backward(backward);
        }
    }

    static Stream<Setting> settings() throws IOException {
        List<Setting> settings = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../instances/zero-bubble/settings.csv"))) {
            String[] cells = line.split(",", -1);
            if (cells[0].equals("ICLR") || cells[0].equals("ARXIV")) {
                settings.add(new Setting(
                        cells[0],
                        Integer.parseInt(cells[1]),
                        Integer.parseInt(cells[2]),
                        Integer.parseInt(cells[9]),
                        longs(cells, 3, 7),
                        longs(cells, 10, 13),
                        Stream.of(14, 16, 17, 18, 19)
                                .map(column -> Long.valueOf(cells[column]))
                                .toList(),
                        new BigDecimal(cells[15])));
            }
        }
        assertThat(settings).hasSize(21);
        return settings.stream();
    }

    /** Returns devices, micro-batches, times, lag and memory deltas of the arXiv settings, by names such as p16_m48. */
    static Map<String, List<Long>> arxivTimes() {
        try (Stream<String> lines = Files.lines(Path.of("../instances/zero-bubble/settings.csv"))) {
            return lines.map(line -> line.split(",", -1))
                    .filter(cells -> cells[0].equals("ARXIV"))
                    .collect(Collectors.toMap(cells -> "p" + cells[1] + "_m" + cells[2], cells -> Stream.concat(
                                    longs(cells, 1, 7).stream(), longs(cells, 10, 13).stream())
                            .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> longs(String[] cells, int from, int to) {
        return Stream.of(cells).skip(from).limit(to - from).map(Long::valueOf).toList();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void oneForwardOneBackwardHasThePublishedMakespan(Setting setting) {
        Problem problem = setting.instance(Backward.FUSED).problem();
        assertThat(report(problem, new OneForwardOneBackward()).makespan())
                .isEqualTo(setting.values().get(0));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void zbH1HasThePublishedMakespanWithinTheMemoryOf1F1B(Setting setting) {
        Problem problem = setting.instance(Backward.SPLIT)
                .limit(setting.devices() * setting.memory().get(0))
                .problem();
        assertThat(report(problem, ZeroBubbleHandcrafted.H1).makespan())
                .isEqualTo(setting.values().get(1));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void zbH2HasThePublishedDeviceSpanWithinTwiceTheMemoryOf1F1B(Setting setting) {
        Problem problem = setting.instance(Backward.SPLIT)
                .objective(Objective.MAX_DEVICE_SPAN)
                .problem();
        assertThat(report(problem, ZeroBubbleHandcrafted.H2).value())
                .isEqualTo(setting.values().get(2));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theAutomaticSchedulerHasThePublishedDeviceSpanWithinTheMemoryOf1F1B(Setting setting) {
        Problem problem = setting.instance(Backward.SPLIT)
                .limit(setting.devices() * setting.memory().get(0))
                .objective(Objective.MAX_DEVICE_SPAN)
                .problem();
        assertThat(report(problem, new ZeroBubbleAutomatic()).value())
                .isEqualTo(setting.values().get(3));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theAutomaticSchedulerHasThePublishedDeviceSpanWithinTwiceTheMemoryOf1F1B(Setting setting) {
        Problem problem = setting.instance(Backward.SPLIT)
                .objective(Objective.MAX_DEVICE_SPAN)
                .problem();
        assertThat(report(problem, new ZeroBubbleAutomatic()).value())
                .isEqualTo(setting.values().get(4));
    }

    /**
     * The authors' simulation lets only the first micro-batch of each group wait for its transfer from the last device
     * back to the first; the others may begin there before they have arrived. The order is the published one: with those
     * dependencies left out, the makespan is the published one.
     */
    @ParameterizedTest
    @MethodSource("settings")
    void interleaved1F1BHasThePublishedMakespanWhereOnlyTheFirstOfAGroupWaitsForTheWrap(Setting setting) {
        Problem problem = interleavedProblem(setting);
        assertThat(perChunk(setting, report(withLooseWrap(problem, setting.devices()))))
                .isEqualByComparingTo(setting.interleaved());
    }

    /** With all dependencies kept, every makespan is larger by exactly one lag per device. */
    @ParameterizedTest
    @MethodSource("settings")
    void interleaved1F1BTakesOneLagPerDeviceMoreThanPublished(Setting setting) {
        long lags = setting.devices() * setting.times().get(3);
        assertThat(perChunk(setting, report(interleavedProblem(setting))))
                .isEqualByComparingTo(setting.interleaved().add(BigDecimal.valueOf(lags)));
    }

    /**
     * One layer is one chunk, so that a chunk takes a v-th of a stage's times while each hop takes the whole lag. All times
     * are multiplied by v to be whole ticks.
     */
    private static Problem interleavedProblem(Setting setting) {
        return Instances.of(setting.devices(), setting.microBatches())
                .stages(setting.layers())
                .costs(
                        setting.times().get(0),
                        setting.times().get(1),
                        setting.times().get(2))
                .latency(setting.chunks() * setting.times().get(3))
                .problem();
    }

    private static Problem withLooseWrap(Problem problem, int devices) {
        List<Precedence> precedences = problem.precedences().stream()
                .filter(precedence -> !isLooseWrap(
                        problem.ops().get(precedence.before()), problem.ops().get(precedence.after()), devices))
                .toList();
        return problem.withPrecedences(precedences);
    }

    private static boolean isLooseWrap(Op before, Op after, int devices) {
        boolean wrap = before.stage() / devices != after.stage() / devices;
        return wrap && before.microBatch() % devices != 0;
    }

    /** Returns the makespan in the table's unit and precision, a tenth of a microsecond. */
    private static BigDecimal perChunk(Setting setting, Report report) {
        return BigDecimal.valueOf(report.makespan())
                .divide(BigDecimal.valueOf(setting.chunks()), 1, RoundingMode.HALF_EVEN);
    }

    private static Report report(Problem problem) {
        return report(problem, new InterleavedOneForwardOneBackward());
    }

    private static Report report(Problem problem, ScheduleFamily family) {
        PipelineShape shape = PipelineShape.of(problem).orElseThrow();
        ScheduleFamily.Outcome.Applies applies = (ScheduleFamily.Outcome.Applies) family.orders(shape);
        TimingResult.Timed timed = (TimingResult.Timed) new Timing(problem).earliest(applies.orders());
        Verdict verdict = new Verifier(problem).verify(timed.schedule());
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).report();
    }
}
