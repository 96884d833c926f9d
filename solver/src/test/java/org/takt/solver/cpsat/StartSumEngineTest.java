package org.takt.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.solver.bound.Separation;
import org.takt.solver.bound.StartSum;
import org.takt.solver.bound.StartSumProblem;
import org.takt.solver.bound.StartSumProblem.Choice;
import org.takt.solver.bound.StartSumProblem.Known;

/** Sums of starts of two micro-batches, F of 2 and B of 3 ticks on one device, computed by hand. */
class StartSumEngineTest {
    private static final Problem PROBLEM =
            Instances.of(1, 2).costs(2, 3, 0).fullBackward(3).problem();

    private static int op(OpKind kind, int microBatch) {
        for (int index = 0; index < PROBLEM.ops().size(); index++) {
            Op op = PROBLEM.ops().get(index);
            if (op.kind() == kind && op.microBatch() == microBatch) {
                return index;
            }
        }
        throw new AssertionError("no such op");
    }

    /** From the first forward to both backwards. */
    private static final StartSum BACKWARDS =
            StartSum.between(List.of(op(OpKind.F, 0), op(OpKind.F, 0)), List.of(op(OpKind.B, 0), op(OpKind.B, 1)));

    private static StartSumResult solve(List<Choice> choices, List<Known> known, long atMost) {
        StartSumProblem problem = new StartSumProblem(PROBLEM, op(OpKind.F, 0), choices, known, BACKWARDS);
        return new StartSumEngine()
                .solve(new StartSumRequest(
                        problem, atMost, Duration.ofMinutes(1), OptionalDouble.empty(), 0, () -> false));
    }

    private static void assertSum(StartSumResult result, long value) {
        assertThat(result.isEnded()).isTrue();
        assertThat(result.lowerBound()).isEqualTo(value);
        assertThat(result.value()).hasValue(value);
    }

    /** F B F B has its backwards at 2 and 7, F F B B at 4 and 7. */
    @Test
    void theSmallestSumIsProved() {
        assertSum(solve(List.of(), List.of(), Long.MAX_VALUE), 9);
    }

    @Test
    void ofAChoiceOneAlternativeHolds() {
        List<Separation> late = List.of(new Separation(op(OpKind.F, 1), op(OpKind.B, 0), 2));
        List<Separation> later = List.of(new Separation(op(OpKind.F, 0), op(OpKind.B, 0), 9));
        assertSum(solve(List.of(new Choice(List.of(late, later))), List.of(), Long.MAX_VALUE), 11);
        assertSum(solve(List.of(new Choice(List.of(later))), List.of(), Long.MAX_VALUE), 4 + 9);
    }

    /** Waiting until 10 is reached would go beyond the horizon, so the other order is next. */
    @Test
    void whatIsKnownHolds() {
        assertSum(solve(List.of(), List.of(new Known(BACKWARDS, 10)), Long.MAX_VALUE), 11);
    }

    @Test
    void noScheduleIsWithinLessThanTheSmallestSum() {
        StartSumResult result = solve(List.of(), List.of(), 8);
        assertThat(result.isEnded()).isTrue();
        assertThat(result.value()).isEmpty();
        assertThat(result.lowerBound()).isEqualTo(9);
    }

    @Test
    void aSumCountsOpsAsOftenAsTheyAreListed() {
        assertThat(BACKWARDS.weights())
                .containsEntry(op(OpKind.F, 0), -2L)
                .containsEntry(op(OpKind.B, 1), 1L)
                .hasSize(3);
        assertThat(StartSum.between(List.of(1, 2), List.of(2, 3)).weights()).containsOnlyKeys(1, 3);
    }
}
