package org.takt.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.TokenMemory;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.oracle.BruteForce;

/** Solving instances with token lengths and segments. */
class SegmentedSolveTest {
    private static final long MILLION = 1_000_000;
    private static final SolveOptions QUICK = SolveOptions.DEFAULTS.withTimeLimit(Duration.ofSeconds(20));

    private static PassRates rates(long forward, long input, long weight) {
        return new PassRates(forward, input, weight, OptionalLong.empty());
    }

    private static Instance tiny(Random random) {
        int devices = 1 + random.nextInt(2);
        boolean fused = devices == 2 || random.nextBoolean();
        int microBatches = devices == 1 ? 1 + random.nextInt(2) : 1;
        Instances instances = Instances.of(devices, microBatches)
                .costs(random.nextInt(2), random.nextInt(2), random.nextInt(2))
                .perMillionTokens(rates(MILLION, random.nextInt(2) * MILLION, MILLION / 2))
                .perMillionTokensSquared(rates(random.nextInt(3) * MILLION * MILLION / 2, 0, 0))
                .memory(0, 1, random.nextInt(2), 0)
                .perMillionTokens(new TokenMemory(MILLION, 0, 0, random.nextInt(2) * MILLION))
                .latency(random.nextInt(2))
                .limit(3 + random.nextInt(8))
                .backward(fused ? Backward.FUSED : Backward.SPLIT);
        for (int index = 0; index < microBatches; index++) {
            int segments = microBatches == 2 && !fused ? 1 + index / 2 : 2;
            instances.microBatch(
                    index,
                    MicroBatch.of(segments + random.nextInt(2), new Segmentation.Equal(segments, 1))
                            .withRecomputedSegments(random.nextInt(2)));
        }
        return instances.instance();
    }

    @Test
    void findsAndProvesTheOptimumThatBruteForceFinds() {
        Random random = new Random(5);
        int feasible = 0;
        int infeasible = 0;
        for (int number = 0; number < 60; number++) {
            Instance instance = tiny(random);
            Optional<BruteForce.Optimum> optimum = BruteForce.solve(Expander.expand(instance));
            Solution solution = Takt.solve(instance, QUICK);
            if (optimum.isPresent()) {
                feasible++;
                assertThat(solution.status()).as("instance %s", number).isEqualTo(Status.OPTIMAL);
                assertThat(value(solution)).isEqualTo(optimum.get().value());
            } else {
                infeasible++;
                assertThat(solution.status()).as("instance %s", number).isEqualTo(Status.INFEASIBLE);
            }
        }
        assertThat(feasible).isGreaterThan(20);
        assertThat(infeasible).isPositive();
    }

    private static long value(Solution solution) {
        return solution.best().orElseThrow().report().value();
    }

    /** Segments of one token, a tick forwards, two backwards, that hold one unit; where causal, four that cost 5, 7, 9, 11 more. */
    private static Instances published(int devices, int microBatches, int segments, boolean causal) {
        Instances instances = Instances.of(devices, microBatches).costs(0, 0, 0);
        if (causal) {
            instances
                    .perMillionTokens(rates(20 * MILLION, 40 * MILLION, 0))
                    .perMillionTokensSquared(rates(10 * MILLION * MILLION, 20 * MILLION * MILLION, 0));
        } else {
            instances.perMillionTokens(rates(MILLION, 2 * MILLION, 0));
        }
        instances.perMillionTokens(new TokenMemory(MILLION, MILLION, 0, 0));
        for (int index = 0; index < microBatches; index++) {
            instances.microBatch(index, MicroBatch.of(segments, new Segmentation.Equal(segments, 1)));
        }
        return instances;
    }

    private static Baseline.Scheduled seq1F1B(Problem problem) {
        return Baselines.of(problem).stream()
                .filter(baseline -> baseline.family().equals("Seq1F1B"))
                .map(baseline -> (Baseline.Scheduled) baseline.outcome())
                .findFirst()
                .orElseThrow();
    }

    /** At Seq1F1B's own largest peak: where segments cost the same, Seq1F1B is proved optimal. */
    @ParameterizedTest
    @CsvSource({"4, 8, 2, 57", "4, 8, 4, 105", "8, 16, 4, 213"})
    void seq1F1BIsProvedOptimalForSegmentsOfEqualCost(int devices, int microBatches, int segments, long makespan) {
        Instances instances = published(devices, microBatches, segments, false);
        Baseline.Scheduled family = seq1F1B(instances.problem());
        Solution solution = Takt.solve(instances.limit(peak(family)).instance(), QUICK);

        assertThat(family.report().makespan()).isEqualTo(makespan);
        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        assertThat(value(solution)).isEqualTo(makespan);
    }

    /**
     * Where equally long segments cost more the later they come, Seq1F1B idles 31 and 33 % at its own peak; with the room
     * that SlimPipe takes, 4 devices need 4335 ticks or less and 8 need 8835.
     */
    @ParameterizedTest
    @CsvSource({"4, 8, 7, 5595, 3840", "4, 8, 10, 4335, 3840", "8, 16, 11, 11535, 7680", "8, 16, 18, 8835, 7680"})
    void equallyLongSegmentsTakeAtMostWhatThePublishedFamiliesTake(
            int devices, int microBatches, long limit, long published, long work) {
        Instance instance =
                published(devices, microBatches, 4, true).limit(limit).instance();
        Solution solution = Takt.solve(instance, QUICK.withTimeLimit(Duration.ofSeconds(3)));

        assertThat(value(solution)).isLessThanOrEqualTo(published);
        assertThat(solution.certificate().value()).isBetween(work, value(solution));
    }

    private static long peak(Baseline.Scheduled family) {
        return family.report().devices().stream()
                .mapToLong(DeviceReport::peakMemory)
                .max()
                .orElseThrow();
    }

    /**
     * ChunkFlow's example (arXiv 2503.02356, Fig. 7) in chunks of two units, K = 1 and 2: the paper's schedules idle 54.1 and
     * 47.8 %, the best ones 43.5 and 42.9 %.
     */
    @ParameterizedTest
    @CsvSource({"1, 46", "0, 42"})
    void chunksOfALongSequenceAreScheduledWithTheirRecomputation(int recomputed, long makespan) {
        Instance instance = Instances.of(4, 3)
                .costs(0, 0, 0)
                .perMillionTokens(rates(MILLION, 2 * MILLION, 0))
                .microBatch(0, MicroBatch.of(4, new Segmentation.Budget(2)).withRecomputedSegments(recomputed))
                .microBatch(1, MicroBatch.of(2, new Segmentation.Budget(2)))
                .microBatch(2, MicroBatch.packed(List.of(1L, 1L)))
                .instance();
        Solution solution = Takt.solve(instance, QUICK);

        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        assertThat(value(solution)).isEqualTo(makespan);
    }
}
