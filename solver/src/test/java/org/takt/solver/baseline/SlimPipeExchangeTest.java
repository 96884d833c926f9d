package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Segmentation;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;

/** SlimPipe (arXiv 2504.14519) with its exchange of context as ops of their own. */
class SlimPipeExchangeTest {
    private static final long MILLION = 1_000_000;
    private static final long MILLION_SQUARED = 1_000_000_000_000L;

    /** Segments of one token: 10 ticks forwards and 2 for each doubled pair of tokens, backwards 20 and 4. */
    private static Instances segments(int devices, int microBatches, int segments) {
        Instances instances = Instances.of(devices, microBatches)
                .costs(0, 0, 0)
                .perMillionTokens(new PassRates(10 * MILLION, 20 * MILLION, 0, OptionalLong.empty()))
                .perMillionTokensSquared(
                        new PassRates(4 * MILLION_SQUARED, 8 * MILLION_SQUARED, 0, OptionalLong.empty()));
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            instances.microBatch(microBatch, MicroBatch.of(segments, new Segmentation.Equal(segments, 1)));
        }
        return instances;
    }

    /** Stage s, segment q as (s,q); 2 of the 10 ticks are before attention, 3 after, and a tick of latency. */
    private static Instances tiny() {
        return segments(2, 1, 2).contextExchange(1, 200, 300);
    }

    /**
     * Device 0: F(0,0) to 12, before (0,1) to 14, F(0,1) to 23. Device 1: help from 15 to 17, F(1,0) to 29. Device 0: after (0,1) to
     * 26. Device 1: F(1,1) to 45, B(1,1) to 77. Device 0: before (0,1) to 83, B(0,1) to 101. Device 1: help from 84 to 88, B(1,0) to
     * 112. Device 0: after (0,1) to 105, B(0,0) from 112 to 136.
     */
    @Test
    void aDeviceHelpsBeforeItsOwnSegment() {
        FamilyRun run = FamilyRun.of(tiny().problem(), new SlimPipe());

        assertThat(run.makespan()).isEqualTo(136);
        assertThat(run.report().devices().stream().map(DeviceReport::busy))
                .containsExactly(12L + 2 + 9 + 3 + 6 + 18 + 4 + 24, 2L + 12 + 16 + 32 + 4 + 24);
    }

    /**
     * B(1,1) ends at 77 at the earliest: with the help after F(1,0), F(1,1) starts at 30 rather than at 29. With the help after
     * B(1,0), it ends at 105, after (0,1) at 110 and B(0,0) at 134; before it, at 136.
     */
    @Test
    void theSolverPutsTheHelpWhereItIsBest() {
        Solution solution = Takt.solve(
                tiny().instance(), SolveOptions.DEFAULTS.withWorkers(1).withTimeLimit(Duration.ofSeconds(20)));

        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        assertThat(solution.best().orElseThrow().report().value()).isEqualTo(134);
    }

    /** Without parts before and after attention, the exchange moves work and adds none; devices then idle less. */
    @ParameterizedTest
    @CsvSource({"4, 2, 8", "8, 4, 16"})
    void exchangeLevelsUniformSlices(int devices, int microBatches, int count) {
        FamilyRun without = FamilyRun.of(segments(devices, microBatches, count).problem(), new SlimPipe());
        FamilyRun with = FamilyRun.of(
                segments(devices, microBatches, count).contextExchange(0, 0, 0).problem(), new SlimPipe());

        assertThat(busy(with)).isEqualTo(busy(without));
        assertThat(with.makespan()).isLessThan(without.makespan());
        assertThat(with.peaks()).isEqualTo(without.peaks());
    }

    private static long busy(FamilyRun run) {
        return run.report().devices().stream().mapToLong(DeviceReport::busy).sum();
    }

    /** Other rules over segments say nothing about help, and so do not apply. */
    @Test
    void theOthersDoNotApply() {
        Problem problem = tiny().problem();
        List<String> applied = Baselines.of(problem).stream()
                .filter(baseline -> baseline.outcome() instanceof Baseline.Scheduled)
                .map(Baseline::family)
                .toList();

        assertThat(applied).containsExactly("SlimPipe");
    }
}
