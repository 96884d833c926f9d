package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;
import org.takt.solver.oracle.BruteForce;

class WarmUpAndDrainBoundTest {
    private static long bound(Problem problem) {
        return new WarmUpAndDrainBound().compute(new ProblemAnalysis(problem)).value();
    }

    /** A micro-batch takes 2, one returned by the input and one by the weight gradient. Six of them, and room for some. */
    private static Instances pipeline(int p, int room) {
        return Instances.of(p, 6)
                .costs(1, 1, 1)
                .backward(Backward.SPLIT)
                .memory(0, 2, 1, 0)
                .limit(2L * room);
    }

    /**
     * Device 0 has 18 of work. Its first input gradient begins after p forwards, p − 1 input gradients and 2 (p − 1)
     * lags, of which it spends p − 1 + 2 (p − 1) idle where p forwards fit. After its last forward it waits
     * for 2 (p − 1) ops and lags each, and meanwhile runs the two gradients of the p − 1 others: 2 (p − 1) idle.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void addsTheIdleTimesOfWarmUpAndDrain(int p) {
        Problem problem = pipeline(p, p).latency(1).problem();

        assertThat(bound(problem)).isEqualTo(18 + (p - 1 + 2 * (p - 1)) + 2 * (p - 1));
        assertThat(bound(problem.withObjective(Objective.MAX_DEVICE_SPAN)))
                .isEqualTo(18 + (p - 1 + 2 * (p - 1)) + 2 * (p - 1));
    }

    /** Without lags the gradients of the others fill the drain, and only p − 1 of the warm-up is idle. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void theDrainMayBeFilled(int p) {
        assertThat(bound(pipeline(p, p).problem())).isEqualTo(18 + p - 1);
    }

    /** With room for one, its forward alone precedes the first input gradient at 2 p − 1, and nothing fills the drain. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void nothingFillsTheDrainOfASingleMicroBatch(int p) {
        assertThat(bound(pipeline(p, 1).problem())).isEqualTo(18 + (2 * p - 1 - 1) + (2 * p - 2));
    }

    /** With room for all, the last forward may come before the first release, and there is no drain to add. */
    @Test
    void needsNoDrainWhereAllFit() {
        assertThat(bound(pipeline(4, 6).latency(9).problem())).isEqualTo(7 + 6 * 9 + 18 - 6);
        assertThat(bound(pipeline(4, 7).latency(9).problem())).isEqualTo(7 + 6 * 9 + 18 - 6);
    }

    @Test
    void saysNothingWithoutALimitOrOfPeakMemory() {
        assertThat(bound(Instances.of(3, 4).memory(0, 2, 1, 0).problem())).isZero();
        assertThat(bound(pipeline(3, 1).objective(new Objective.PeakMemory(99)).problem()))
                .isZero();
    }

    /**
     * Two forwards of 1 that cannot be held at once, each released a wait of 10 later by an op of the given duration on
     * another resource.
     */
    private static Problems releasedElsewhere(long duration, boolean optional) {
        Problems problems = Problems.of(1).device(0, 0, 1);
        int copy = problems.resource("copy", ResourceKind.COPY_OUT, 0);
        for (int microBatch = 0; microBatch < 2; microBatch++) {
            int forward = problems.op(OpKind.F, 0, microBatch, 1, 0);
            int release = optional
                    ? problems.optional(OpKind.OFFLOAD, 0, microBatch, duration, copy)
                    : problems.op(OpKind.OFFLOAD, 0, microBatch, duration, copy);
            problems.precede(forward, release, 10).buffer(0, 1, forward, release);
        }
        return problems;
    }

    /** The first ends its release at 11 + duration, the second as much later; the wait before its release is not a tail as well. */
    @ParameterizedTest
    @CsvSource({"0, 22", "2, 26"})
    void countsTheLastWaitOnceWhereReleasesRunElsewhere(long duration, long optimum) {
        Problem problem = releasedElsewhere(duration, false).problem();

        assertThat(BruteForce.solve(problem).orElseThrow().value()).isEqualTo(optimum);
        assertThat(bound(problem)).isBetween(22L, optimum);
    }

    /** The device is done with its second forward, at 12; what is copied after that is none of its span. */
    @Test
    void aSpanEndsWithTheDevicesOwnOps() {
        Problem problem =
                releasedElsewhere(0, false).objective(Objective.MAX_DEVICE_SPAN).problem();

        assertThat(BruteForce.solve(problem).orElseThrow().value()).isEqualTo(12);
        assertThat(bound(problem)).isEqualTo(12);
    }

    /** Nothing need release the second. */
    @Test
    void doesNotWaitForAReleaseThatMayBeAbsent() {
        Problem problem = releasedElsewhere(0, true).problem();

        assertThat(BruteForce.solve(problem).orElseThrow().value()).isEqualTo(12);
        assertThat(bound(problem)).isEqualTo(12);
    }
}
