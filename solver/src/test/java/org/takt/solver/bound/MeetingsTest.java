package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/** Where micro-batches meet in a pipeline of three stages, computed by hand. */
class MeetingsTest {
    private static final Problem PROBLEM = Instances.of(3, 2)
            .stageCosts(0, 2, 5, 1)
            .stageCosts(1, 3, 6, 1)
            .stageCosts(2, 4, 7, 1)
            .latency(1)
            .backward(Backward.SPLIT)
            .problem();

    private static Meetings meetings(Problem problem) {
        return Meetings.of(MicroBatchSequence.of(problem).orElseThrow()).orElseThrow();
    }

    /** Returns the forwards and input gradients of a micro-batch at some stages. */
    private static Map<Role, Integer> ops(int microBatch, List<Integer> stages) {
        Map<Role, Integer> ops = new HashMap<>();
        for (int index = 0; index < PROBLEM.ops().size(); index++) {
            Op op = PROBLEM.ops().get(index);
            if (op.microBatch() == microBatch && op.kind() != OpKind.W && stages.contains(op.stage())) {
                ops.put(Role.of(op), index);
            }
        }
        return ops;
    }

    private static int op(OpKind kind, int stage, int microBatch) {
        for (int index = 0; index < PROBLEM.ops().size(); index++) {
            Op op = PROBLEM.ops().get(index);
            if (op.kind() == kind && op.stage() == stage && op.microBatch() == microBatch) {
                return index;
            }
        }
        throw new AssertionError("no such op");
    }

    private static Separation later(int stage, long ticks) {
        return new Separation(op(OpKind.F, stage, 1), op(OpKind.I, stage, 0), ticks);
    }

    private static Separation earlier(int stage, long ticks) {
        return new Separation(op(OpKind.I, stage, 0), op(OpKind.F, stage, 1), ticks);
    }

    /** Steps there take 3 and 4 ticks, the turn 4, steps back 8 and 7. */
    @Test
    void ofTwoStagesTheOneBetweenIsLeftOut() {
        List<Integer> stages = List.of(0, 2);
        assertThat(meetings(PROBLEM).between(ops(0, stages), ops(1, stages)))
                .hasValue(new StartSumProblem.Choice(List.of(
                        List.of(earlier(0, 5)),
                        List.of(later(0, 2), earlier(2, 8 + 6 + 4)),
                        List.of(later(0, 3 + 3 + 7), earlier(2, 7)),
                        List.of(later(2, 4)))));
    }

    /** Behind the last stage that is kept, the later one's way on is its own way back. */
    @Test
    void ofOneStageAllOthersAreLeftOut() {
        List<Integer> stages = List.of(0);
        int enters = op(OpKind.F, 0, 0);
        int leaves = op(OpKind.I, 0, 1);
        assertThat(meetings(PROBLEM).between(ops(0, stages), ops(1, stages)))
                .hasValue(new StartSumProblem.Choice(List.of(
                        List.of(earlier(0, 5)),
                        List.of(later(0, 2), new Separation(enters, leaves, 7 + 4 + 8 + 6 + 4 + 4 + 15)),
                        List.of(later(0, 13), new Separation(enters, leaves, 7 + 4 + 7 + 4 + 15)),
                        List.of(later(0, 7 + 4 + 15)))));
    }

    @Test
    void nothingIsSaidOfMicroBatchesOfWhichOpsAreMissing() {
        assertThat(meetings(PROBLEM).between(ops(0, List.of(0, 2)), ops(1, List.of(0))))
                .isEmpty();
        assertThat(meetings(PROBLEM).between(Map.of(), Map.of())).isEmpty();
    }

    /** Two chunks on a device are two stages on the way there and back. */
    @Test
    void chunksAreStagesAsWell() {
        Problem v = Instances.of(2, 3)
                .stages(4)
                .placement(new Placement.V())
                .costs(1, 2, 1)
                .latency(0)
                .backward(Backward.SPLIT)
                .problem();
        assertThat(meetings(v)
                        .between(rolesOf(v, 0), rolesOf(v, 1))
                        .orElseThrow()
                        .alternatives())
                .hasSize(5);
    }

    private static Map<Role, Integer> rolesOf(Problem problem, int microBatch) {
        Map<Role, Integer> ops = new HashMap<>();
        for (int index = 0; index < problem.ops().size(); index++) {
            if (problem.ops().get(index).microBatch() == microBatch) {
                ops.put(Role.of(problem.ops().get(index)), index);
            }
        }
        return ops;
    }
}
