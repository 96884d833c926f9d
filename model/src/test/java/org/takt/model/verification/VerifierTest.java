package org.takt.model.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.violations;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** One hand-written schedule for each rule, with the exact violation and amount. */
class VerifierTest {
    private final Problems problems = Problems.of(1);

    private static Schedule at(long... starts) {
        return new Schedule(starts, new int[starts.length]);
    }

    private static Schedule at(int[] modes, long... starts) {
        return new Schedule(starts, modes);
    }

    private Problem twoOps(long first, long second) {
        problems.op(OpKind.F, 0, 0, first, 0);
        problems.op(OpKind.F, 0, 1, second, 0);
        return problems.problem();
    }

    @Test
    void rejectsASchedulesOfAnotherSize() {
        assertThat(violations(twoOps(1, 1), at(0)))
                .containsExactly(new Violation.WrongSize(1, 2, "The schedule has 1 ops, the problem 2."));
    }

    @Test
    void rejectsAMissingMandatoryOp() {
        assertThat(violations(twoOps(1, 1), at(new int[] {0, Schedule.ABSENT}, 0, 0)))
                .containsExactly(new Violation.OpMissing(1, "F(stage 0, micro-batch 1) is missing."));
    }

    @Test
    void acceptsAnOptionalOpPresentOrNot() {
        problems.optional(OpKind.R, 0, 0, 3, 0);
        Problem problem = problems.problem();

        assertThat(accepted(problem, at(4)).makespan()).isEqualTo(7);
        assertThat(accepted(problem, at(new int[] {Schedule.ABSENT}, 0)).makespan())
                .isZero();
    }

    @Test
    void rejectsUnknownModes() {
        assertThat(violations(twoOps(1, 1), at(new int[] {1, -2}, 0, 1)))
                .containsExactly(
                        new Violation.ModeUnknown(0, 1, "F(stage 0, micro-batch 0) runs in mode 1, but has 1 modes."),
                        new Violation.ModeUnknown(
                                1, -2, "F(stage 0, micro-batch 1) runs in mode -2, but has 1 modes."));
    }

    @Test
    void rejectsStartsOutsideOfTime() {
        assertThat(violations(twoOps(1, 1), at(-1, Problem.MAX_TOTAL + 1)))
                .containsExactly(
                        new Violation.StartOutOfRange(
                                0, -1, "F(stage 0, micro-batch 0) starts at -1, expected 0 to 1000000000000000."),
                        new Violation.StartOutOfRange(
                                1,
                                1000000000000001L,
                                "F(stage 0, micro-batch 1) starts at 1000000000000001, expected 0 to"
                                        + " 1000000000000000."));
    }

    @Test
    void rejectsExactlyOneOfNoneAndOfTwo() {
        problems.optional(OpKind.B, 0, 0, 1, 0);
        problems.optional(OpKind.I, 0, 0, 1, 0);
        PresenceRule rule = new PresenceRule.ExactlyOne(List.of(0, 1));
        Problem problem = problems.rule(rule).problem();

        accepted(problem, at(new int[] {0, Schedule.ABSENT}, 0, 0));
        assertThat(violations(problem, at(new int[] {Schedule.ABSENT, Schedule.ABSENT}, 0, 0)))
                .containsExactly(new Violation.PresenceBroken(
                        rule,
                        "Exactly one of B(stage 0, micro-batch 0), I(stage 0, micro-batch 0) must be present, found"
                                + " none."));
        assertThat(violations(problem, at(0, 1)))
                .containsExactly(new Violation.PresenceBroken(
                        rule,
                        "Exactly one of B(stage 0, micro-batch 0), I(stage 0, micro-batch 0) must be present, found"
                                + " B(stage 0, micro-batch 0), I(stage 0, micro-batch 0)."));
    }

    @Test
    void rejectsAnImplicationOnlyInItsDirection() {
        problems.optional(OpKind.W, 0, 0, 1, 0);
        problems.optional(OpKind.I, 0, 0, 1, 0);
        PresenceRule rule = new PresenceRule.Implies(0, 1);
        Problem problem = problems.rule(rule).problem();

        accepted(problem, at(new int[] {Schedule.ABSENT, 0}, 0, 0));
        accepted(problem, at(new int[] {Schedule.ABSENT, Schedule.ABSENT}, 0, 0));
        assertThat(violations(problem, at(new int[] {0, Schedule.ABSENT}, 0, 0)))
                .containsExactly(new Violation.PresenceBroken(
                        rule, "W(stage 0, micro-batch 0) is present without I(stage 0, micro-batch 0)."));
    }

    @Test
    void rejectsAPrecedenceByTheMissingTicks() {
        problems.precede(0, 1, 5);
        Problem problem = twoOps(3, 1);

        accepted(problem, at(2, 10));
        assertThat(violations(problem, at(2, 8)))
                .containsExactly(new Violation.PrecedenceBroken(
                        0,
                        1,
                        2,
                        "F(stage 0, micro-batch 1) starts at 8, 2 too early: F(stage 0, micro-batch 0) ends at 5 and the"
                                + " lag is 5."));
    }

    @Test
    void takesTheLagOfTheChosenModes() {
        problems.op(OpKind.F, 0, 0, false, new Mode(1, List.of()), new Mode(2, List.of()));
        problems.op(OpKind.F, 0, 1, false, new Mode(1, List.of()), new Mode(1, List.of()));
        problems.precede(0, 1, new Lag.ByModes(List.of(List.of(0L, 10L), List.of(20L, 30L))));
        Problem problem = problems.problem();

        accepted(problem, at(new int[] {0, 1}, 0, 11));
        assertThat(violations(problem, at(new int[] {1, 0}, 0, 11)))
                .singleElement()
                .isInstanceOfSatisfying(Violation.PrecedenceBroken.class, broken -> assertThat(broken.missing())
                        .isEqualTo(11));
    }

    @Test
    void ignoresPrecedencesOfAbsentOps() {
        problems.optional(OpKind.R, 0, 0, 5, 0);
        problems.op(OpKind.F, 0, 0, 1, 0);
        problems.precede(0, 1);

        accepted(problems.problem(), at(new int[] {Schedule.ABSENT, 0}, 0, 0));
    }

    @Test
    void rejectsOverlapsOnAResource() {
        assertThat(violations(twoOps(5, 4), at(0, 3)))
                .containsExactly(new Violation.ResourceOverlap(
                        0,
                        0,
                        1,
                        2,
                        "F(stage 0, micro-batch 1) starts at 3 on d0 compute while F(stage 0, micro-batch 0) holds it"
                                + " until 5."));
    }

    @Test
    void findsOverlapsWithAnOpThatStartedLongBefore() {
        problems.op(OpKind.F, 0, 0, 10, 0);
        problems.op(OpKind.F, 0, 1, 1, 0);
        problems.op(OpKind.F, 0, 2, 2, 0);
        Problem problem = problems.problem();

        assertThat(violations(problem, at(0, 2, 9)))
                .extracting(
                        violation -> ((Violation.ResourceOverlap) violation).second(),
                        violation -> ((Violation.ResourceOverlap) violation).overlap())
                .containsExactly(tuple(1, 1L), tuple(2, 1L));
    }

    @Test
    void opsOfOtherResourcesMayOverlap() {
        problems.op(OpKind.F, 0, 0, 5, 0);
        problems.op(OpKind.F, 0, 1, 5);

        assertThat(accepted(problems.problem(), at(0, 0)).makespan()).isEqualTo(5);
    }

    @Test
    void anOpOfNoDurationMayStandAtTheEndsOfOthersButNotInsideOne() {
        problems.op(OpKind.F, 0, 0, 4, 0);
        problems.op(OpKind.F, 0, 1, 0, 0);
        Problem problem = problems.problem();

        accepted(problem, at(2, 2));
        accepted(problem, at(2, 6));
        accepted(problem, at(2, 9));
        assertThat(violations(problem, at(2, 3)))
                .containsExactly(new Violation.ResourceOverlap(
                        0,
                        0,
                        1,
                        0,
                        "F(stage 0, micro-batch 1) starts at 3 on d0 compute while F(stage 0, micro-batch 0) holds it"
                                + " until 6."));
    }

    @Test
    void opsOfNoDurationMayStandTogether() {
        accepted(twoOps(0, 0), at(7, 7));
    }

    @Test
    void rejectsMemoryAboveTheLimitWhereItIsHighest() {
        problems.device(0, 10, 16);
        problems.op(OpKind.F, 0, 0, 1, 0);
        problems.op(OpKind.F, 0, 1, 1, 0);
        problems.op(OpKind.B, 0, 1, 1, 0);
        problems.precede(1, 2).buffer(0, 3, 0).buffer(0, 5, 1, 2);
        Problem problem = problems.problem();

        assertThat(violations(problem, at(0, 1, 2)))
                .containsExactly(new Violation.MemoryExceeded(
                        0, 1, 2, "Device d0 holds 18 at time 1, 2 above its limit of 16."));
        assertThat(accepted(problem, at(6, 1, 2)).peakMemory()).isEqualTo(15);
    }

    @Test
    void rejectsAConstantPartThatDoesNotFit() {
        Problem problem = problems.device(0, 17, 16).problem();

        assertThat(violations(problem, at()))
                .containsExactly(new Violation.MemoryExceeded(
                        0, 0, 1, "Device d0 holds 17 at time 0, 1 above its limit of 16."));
    }

    @Test
    void releasesBeforeItAcquiresAtOneInstant() {
        problems.device(0, 0, 5);
        problems.op(OpKind.F, 0, 0, 2, 0);
        problems.op(OpKind.F, 0, 1, 2, 0);
        problems.buffer(0, 5, 0, 0).buffer(0, 5, 1, 1);
        Problem problem = problems.problem();

        assertThat(accepted(problem, at(0, 2)).devices().get(0).peakMemory()).isEqualTo(5);
        assertThat(accepted(problem, at(2, 0)).devices().get(0).peakTime()).isZero();
    }

    @Test
    void holdsABufferUntilTheLastOfItsReleasingOpsEnds() {
        problems.device(0, 0, 5);
        problems.op(OpKind.F, 0, 0, 1, 0);
        problems.op(OpKind.B, 0, 0, 1, 0);
        problems.op(OpKind.W, 0, 0, 1, 0);
        problems.op(OpKind.F, 0, 1, 1, 0);
        problems.precede(0, 1).precede(0, 2).buffer(0, 3, 0, 1, 2).buffer(0, 3, 3, 3);
        Problem problem = problems.problem();

        accepted(problem, at(0, 1, 2, 3));
        accepted(problem, at(0, 2, 1, 3));
        assertThat(violations(problem, at(0, 1, 3, 2)))
                .containsExactly(
                        new Violation.MemoryExceeded(0, 2, 1, "Device d0 holds 6 at time 2, 1 above its limit of 5."));
    }

    @Test
    void holdsABufferWithoutReleaseToTheEnd() {
        problems.device(0, 0, 5);
        problems.op(OpKind.F, 0, 0, 1, 0);
        problems.op(OpKind.F, 0, 1, 1, 0);
        problems.buffer(0, 3, 0).buffer(0, 3, 1, 1);
        Problem problem = problems.problem();

        accepted(problem, at(9, 0));
        assertThat(violations(problem, at(0, 9)))
                .singleElement()
                .isInstanceOfSatisfying(Violation.MemoryExceeded.class, exceeded -> assertThat(exceeded.time())
                        .isEqualTo(9));
    }

    @Test
    void holdsABufferToTheEndWhenItsReleasingOpsAreAbsent() {
        problems.op(OpKind.F, 0, 0, 1, 0);
        problems.optional(OpKind.B, 0, 0, 1, 0);
        problems.op(OpKind.F, 0, 1, 1, 0);
        problems.precede(0, 1).buffer(0, 3, 0, 1).buffer(0, 4, 2);
        Problem problem = problems.problem();

        assertThat(accepted(problem, at(0, 1, 2)).peakMemory()).isEqualTo(4);
        assertThat(accepted(problem, at(new int[] {0, Schedule.ABSENT, 0}, 0, 0, 2))
                        .peakMemory())
                .isEqualTo(7);
    }

    /** With the op between them absent nothing keeps the release after the taking. */
    @Test
    void neverHoldsABufferWhoseReleaseEndsBeforeTheTaking() {
        problems.op(OpKind.F, 0, 0, 1, 0);
        problems.optional(OpKind.R, 0, 0, 1, 0);
        problems.op(OpKind.B, 0, 0, 1, 0);
        problems.precede(0, 1).precede(1, 2).buffer(0, 3, 0, 2).buffer(0, 4, 0);
        Problem problem = problems.problem();

        assertThat(accepted(problem, at(new int[] {0, Schedule.ABSENT, 0}, 5, 0, 2))
                        .peakMemory())
                .isEqualTo(4);
        assertThat(accepted(problem, at(0, 1, 2)).peakMemory()).isEqualTo(7);
        assertThat(accepted(problem, at(new int[] {0, Schedule.ABSENT, 0}, 3, 0, 2))
                        .peakMemory())
                .isEqualTo(4);
    }

    @Test
    void buffersExistOnlyWithTheirTakingOpAndUnderTheirConditions() {
        int taking = problems.optional(OpKind.F, 0, 0, 1, 0);
        int choosing = problems.op(OpKind.R, 0, 0, false, new Mode(1, List.of()), new Mode(1, List.of()));
        problems.buffer(0, 3, taking, List.of(), new Condition(choosing, List.of(1)))
                .buffer(0, 4, taking, List.of(), Condition.present(choosing), Condition.present(taking));
        Problem problem = problems.problem();

        assertThat(accepted(problem, at(new int[] {0, 1}, 0, 0)).peakMemory()).isEqualTo(7);
        assertThat(accepted(problem, at(new int[] {0, 0}, 0, 0)).peakMemory()).isEqualTo(4);
        assertThat(accepted(problem, at(new int[] {Schedule.ABSENT, 1}, 0, 0)).peakMemory())
                .isZero();
    }

    @Test
    void aBufferOfAnOpOfNoDurationThatReleasesItIsNeverHeld() {
        problems.device(0, 0, 5);
        problems.op(OpKind.F, 0, 0, 0, 0);
        problems.op(OpKind.F, 0, 1, 2, 0);
        problems.buffer(0, 5, 0, 0).buffer(0, 5, 1, 1);

        accepted(problems.problem(), at(0, 0));
    }

    @Test
    void rejectsAMakespanAboveTheCeiling() {
        problems.objective(new Objective.PeakMemory(7));
        Problem problem = twoOps(4, 4);

        assertThat(violations(problem, at(0, 4)))
                .containsExactly(new Violation.CeilingExceeded(1, "The makespan is 8, 1 above the ceiling of 7."));
        accepted(problem.withObjective(new Objective.PeakMemory(8)), at(0, 4));
    }

    @Test
    void reportsAllBrokenRulesAtOnce() {
        problems.device(0, 0, 1).precede(0, 1).objective(new Objective.PeakMemory(3));
        problems.op(OpKind.F, 0, 0, 4, 0);
        problems.op(OpKind.B, 0, 0, 4, 0);
        Problem problem = problems.buffer(0, 2, 0, 1).problem();

        assertThat(violations(problem, at(0, 2)))
                .extracting(violation -> violation.getClass().getSimpleName())
                .containsExactly("PrecedenceBroken", "ResourceOverlap", "MemoryExceeded", "CeilingExceeded");
    }
}
