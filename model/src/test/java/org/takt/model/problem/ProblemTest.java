package org.takt.model.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;

class ProblemTest {
    private final Problems problems = Problems.of(1);

    private void refused(String message) {
        refused(problems::problem, message);
    }

    private static void refused(ThrowingCallable made, String message) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
    }

    private int forward(int microBatch) {
        return problems.op(OpKind.F, 0, microBatch, 1, 0);
    }

    @Test
    void anEmptyProblemIsOne() {
        Problem problem = Problems.of(0).problem();

        assertThat(problem.horizon()).isZero();
    }

    @Test
    void namesTheOpsOfACycleInOrder() {
        int before = forward(0);
        int first = forward(1);
        int second = forward(2);
        int third = forward(3);
        problems.precede(before, first)
                .precede(first, second)
                .precede(second, third)
                .precede(third, first);

        assertThatIllegalArgumentException()
                .isThrownBy(problems::problem)
                .withMessageStartingWith("The precedences form a cycle: ")
                .withMessageContaining("F(stage 0, micro-batch 1) → F(stage 0, micro-batch 2)")
                .withMessageContaining("F(stage 0, micro-batch 2) → F(stage 0, micro-batch 3)")
                .withMessageContaining("F(stage 0, micro-batch 3) → F(stage 0, micro-batch 1)")
                .withMessageNotContaining("micro-batch 0");
    }

    @Test
    void leavesOpsBehindACycleOutOfItsDescription() {
        int first = forward(1);
        int second = forward(2);
        int behind = forward(0);
        problems.precede(first, second).precede(second, first).precede(second, behind);

        assertThatIllegalArgumentException()
                .isThrownBy(problems::problem)
                .withMessageContaining("micro-batch 1) → ")
                .withMessageNotContaining("micro-batch 0");
    }

    @Test
    void refusesAnOpThatPrecedesItself() {
        refused(() -> new Precedence(3, 3, Lag.NONE), "Op 3 cannot precede itself.");
    }

    @Test
    void acceptsTwoPrecedencesBetweenTheSameOps() {
        problems.precede(forward(0), forward(1)).precede(0, 1, 5);

        assertThat(problems.problem().precedences()).hasSize(2);
    }

    @Test
    void refusesAModeOnAResourceThatIsNotThere() {
        problems.op(OpKind.F, 0, 0, 1, 1);

        refused("There is no resource 1, named by F(stage 0, micro-batch 0); there are 1.");
    }

    @Test
    void refusesANegativeIndex() {
        problems.op(OpKind.F, 0, 0, 1, -1);

        refused("There is no resource -1, named by F(stage 0, micro-batch 0); there are 1.");
    }

    @Test
    void refusesAResourceOfADeviceThatIsNotThere() {
        problems.resource("bus", ResourceKind.LINK, 0, 1);

        refused("There is no device 1, named by bus; there are 1.");
    }

    @Test
    void refusesAPrecedenceOfAnOpThatIsNotThere() {
        problems.precede(forward(0), 1);

        refused("There is no op 1, named by a precedence; there are 1.");
    }

    @Test
    void refusesABufferOnADeviceThatIsNotThere() {
        problems.buffer(1, 1, forward(0));

        refused("There is no device 1, named by a buffer; there are 1.");
    }

    @Test
    void refusesABufferTakenByAnOpThatIsNotThere() {
        problems.buffer(0, 1, 0);

        refused("There is no op 0, named by a buffer; there are 0.");
    }

    @Test
    void refusesABufferReleasedByAnOpThatIsNotThere() {
        problems.buffer(0, 1, forward(0), 7);

        refused("There is no op 7, named by a buffer; there are 1.");
    }

    @Test
    void refusesAConditionOnAnOpThatIsNotThere() {
        problems.buffer(0, 1, forward(0), List.of(), Condition.present(7));

        refused("There is no op 7, named by a buffer's condition; there are 1.");
    }

    @Test
    void refusesAConditionOnAModeThatIsNotThere() {
        problems.buffer(0, 1, forward(0), List.of(), new Condition(0, List.of(0, 1)));

        refused("There is no mode 1, named by a buffer's condition; there are 1.");
    }

    @Test
    void refusesAReleaseThatDoesNotFollow() {
        problems.buffer(0, 1, forward(0), forward(1));

        refused("A buffer taken by F(stage 0, micro-batch 0) is released by F(stage 0, micro-batch 1), which does not"
                + " follow it.");
    }

    @Test
    void refusesAReleaseThatGoesBefore() {
        problems.precede(forward(0), forward(1)).buffer(0, 1, 1, 0);

        refused("A buffer taken by F(stage 0, micro-batch 1) is released by F(stage 0, micro-batch 0), which does not"
                + " follow it.");
    }

    @Test
    void acceptsAReleaseThatFollowsThroughOthersOrIsTheTakingOp() {
        problems.precede(forward(0), forward(1)).precede(1, forward(2)).buffer(0, 1, 0, 0, 2);

        assertThat(problems.problem().buffers()).hasSize(1);
    }

    @Test
    void refusesATableOfLagsThatDoesNotFitTheModes() {
        int two = problems.op(OpKind.F, 0, 0, false, new Mode(1, List.of(0)), new Mode(2, List.of(0)));
        problems.precede(two, forward(1), new Lag.ByModes(List.of(List.of(1L, 2L))));

        refused("The table of lags from F(stage 0, micro-batch 0) to F(stage 0, micro-batch 1) must have 2 rows and 1"
                + " columns.");
    }

    @Test
    void refusesPresenceRulesOnMandatoryOps() {
        problems.rule(new PresenceRule.ExactlyOne(List.of(forward(0))));

        refused("F(stage 0, micro-batch 0) stands in a presence rule but is not optional.");
    }

    @Test
    void refusesAnImplicationFromAMandatoryOp() {
        problems.rule(new PresenceRule.Implies(forward(0), forward(1)));

        refused("F(stage 0, micro-batch 0) stands in a presence rule but is not optional.");
    }

    @Test
    void acceptsAnImplicationOfAMandatoryOp() {
        int optional = problems.optional(OpKind.R, 0, 0, 1, 0);
        problems.rule(new PresenceRule.Implies(optional, forward(0)));

        assertThat(problems.problem().presenceRules()).hasSize(1);
    }

    @Test
    void refusesPresenceRulesOnOpsThatAreNotThere() {
        int optional = problems.optional(OpKind.R, 0, 0, 1, 0);
        problems.rule(new PresenceRule.Implies(optional, 9));

        refused("There is no op 9, named by a presence rule; there are 1.");
    }

    @Test
    void acceptsTimesUpToTheTotalAndRefusesOneTickMore() {
        problems.op(OpKind.F, 0, 0, Problem.MAX_TOTAL - 1, 0);
        problems.precede(0, problems.op(OpKind.F, 0, 1, 0, 0), 1);
        assertThat(problems.problem().horizon()).isEqualTo(Problem.MAX_TOTAL);

        problems.op(OpKind.F, 0, 2, 1, 0);
        refused("The total time of all ops and lags exceeds 1000000000000000.");
    }

    @Test
    void refusesDurationsWhoseSumWouldOverflow() {
        for (int op = 0; op < 3; op++) {
            problems.op(OpKind.F, 0, op, Long.MAX_VALUE, 0);
        }

        refused("The total time of all ops exceeds 1000000000000000.");
    }

    @Test
    void countsOnlyTheLongestModeOfAnOp() {
        problems.op(OpKind.F, 0, 0, false, new Mode(Problem.MAX_TOTAL, List.of(0)), new Mode(7, List.of(0)));

        assertThat(problems.problem().horizon()).isEqualTo(Problem.MAX_TOTAL);
    }

    @Test
    void refusesMemoryWhoseSumWouldOverflow() {
        problems.device(0, 1).buffer(0, Problem.MAX_TOTAL, forward(0));

        refused("The total memory of a device exceeds 1000000000000000.");
    }

    @Test
    void aCeilingCutsTheHorizon() {
        problems.op(OpKind.F, 0, 0, 5, 0);
        problems.objective(new Objective.PeakMemory(3));

        assertThat(problems.problem().horizon()).isEqualTo(3);
        assertThat(problems.problem().withObjective(Objective.MAKESPAN).horizon())
                .isEqualTo(5);
    }
}
