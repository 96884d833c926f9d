package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.problem.OpKind;

class DrainWorkTest {
    private final Problems problems = Problems.of(1);
    private int first;
    private int last;

    private long mostBesideLast(long capacity) {
        ProblemAnalysis analysis = new ProblemAnalysis(problems.problem());
        return new DrainWork(Workload.of(0, analysis), BufferLives.on(0, analysis), analysis)
                .mostBeside(last, capacity);
    }

    /** A forward that takes {@code returned + kept}, an input gradient of 4 and a weight gradient of 2. */
    private int addMicroBatch(int microBatch, long returned, long kept) {
        int forward = problems.op(OpKind.F, 0, microBatch, 1, 0);
        int input = problems.op(OpKind.I, 0, microBatch, 4, 0);
        int weight = problems.op(OpKind.W, 0, microBatch, 2, 0);
        problems.precede(forward, input)
                .precede(input, weight)
                .buffer(0, returned, forward, input)
                .buffer(0, kept, forward, weight);
        return forward;
    }

    /**
     * The weight gradient alone holds 1 for 2 of work, both hold 4 for 6, so that 6 count with 3 of memory; of the last
     * one's own, nothing can begin.
     */
    @Test
    void fillsTheMemoryBesideTheLastTaker() {
        first = addMicroBatch(0, 3, 1);
        last = addMicroBatch(1, 3, 1);

        assertThat(mostBesideLast(0)).isZero();
        assertThat(mostBesideLast(1)).isEqualTo(2);
        assertThat(mostBesideLast(2)).isEqualTo(4);
        assertThat(mostBesideLast(3)).isEqualTo(6);
        assertThat(mostBesideLast(100)).isEqualTo(6);
    }

    @Test
    void workThatReleasesNothingNeedsNoMemory() {
        first = addMicroBatch(0, 3, 1);
        last = addMicroBatch(1, 3, 1);
        problems.op(OpKind.OPTIMIZER, 0, 0, 7, 0);

        assertThat(mostBesideLast(0)).isEqualTo(7);
    }

    /** The optional op may be absent, and then the second buffer may be returned long before the backward of 3 begins. */
    @Test
    void aReleaseThatMayBeAbsentHoldsNothing() {
        first = problems.op(OpKind.F, 0, 0, 1, 0);
        int early = problems.op(OpKind.OFFLOAD, 0, 0, 1);
        int backward = problems.op(OpKind.B, 0, 0, 3, 0);
        int optional = problems.optional(OpKind.R, 0, 0, 1, 0);
        problems.precede(first, early).precede(first, backward).precede(backward, optional);
        problems.buffer(0, 1, first, backward).buffer(0, 2, first, early, optional);
        last = addMicroBatch(1, 3, 1);

        assertThat(mostBesideLast(1)).isEqualTo(3);
    }
}
