package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;

class ReplicasTest {
    private final Problems problems = Problems.of(1);

    /** A forward and a backward, 2 ops and 1 buffer, numbered in turn. */
    private void addMicroBatch(int microBatch, long duration, long lag, long size) {
        int forward = problems.op(OpKind.F, 0, microBatch, duration, 0);
        int backward = problems.op(OpKind.B, 0, microBatch, 4, 0);
        problems.precede(forward, backward, lag).buffer(0, size, forward, backward);
    }

    private Replicas replicas() {
        return new ProblemAnalysis(problems.problem()).replicas();
    }

    @Test
    void equalMicroBatchesRepeatTheFirst() {
        addMicroBatch(0, 1, 2, 3);
        addMicroBatch(1, 1, 2, 3);

        Replicas replicas = replicas();

        assertThat(replicas.originalOp(2)).isZero();
        assertThat(replicas.originalOp(3)).isEqualTo(1);
        assertThat(replicas.originalBuffer(1)).isZero();
        assertThat(replicas.originalOp(1)).isEqualTo(1);
    }

    @Test
    void otherDurationsLagsOrSizesRepeatNothing() {
        addMicroBatch(0, 1, 2, 3);
        addMicroBatch(1, 2, 2, 3);
        addMicroBatch(2, 1, 3, 3);
        addMicroBatch(3, 1, 2, 4);

        Replicas replicas = replicas();

        for (int op = 0; op < 8; op++) {
            assertThat(replicas.originalOp(op)).isEqualTo(op);
        }
        for (int buffer = 0; buffer < 4; buffer++) {
            assertThat(replicas.originalBuffer(buffer)).isEqualTo(buffer);
        }
    }

    @Test
    void microBatchesThatPrecedenceConnectsAreOnePart() {
        addMicroBatch(0, 1, 2, 3);
        addMicroBatch(1, 1, 2, 3);
        problems.precede(1, 2);

        assertThat(replicas().originalOp(2)).isEqualTo(2);
    }

    @Test
    void optionalOpsRepeatNothing() {
        int first = problems.optional(OpKind.R, 0, 0, 1, 0);
        int second = problems.optional(OpKind.R, 0, 1, 1, 0);
        problems.rule(new PresenceRule.ExactlyOne(List.of(first, second)));

        assertThat(replicas().originalOp(second)).isEqualTo(second);
    }
}
