package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;

class CriticalPathBoundTest {
    private static Certificate bound(Problem problem) {
        return new CriticalPathBound().compute(new ProblemAnalysis(problem));
    }

    /** Down through p forwards, up through p input gradients, and the weight gradient of stage 0. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void isTheRoundTripOfOneMicroBatch(int p) {
        Instances split = Instances.of(p, 3).costs(1, 1, 1).backward(Backward.SPLIT);

        assertThat(bound(split.problem()).value()).isEqualTo(2 * p + 1);
        assertThat(bound(split.latency(5).problem()).value()).isEqualTo(2 * p + 1 + 2 * (p - 1) * 5);
    }

    /** A full backward takes 2 on every stage. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void waitsForFullBackwards(int p) {
        assertThat(bound(Instances.of(p, 3).costs(1, 1, 1).problem()).value()).isEqualTo(3 * p);
    }

    /** The input gradient is the quicker way up; at stage 0 its weight gradient follows, so that both ways take 2. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void takesTheQuickestAlternative(int p) {
        Instances either = Instances.of(p, 3).costs(1, 1, 1).backward(Backward.EITHER);

        assertThat(bound(either.problem()).value()).isEqualTo(2 * p + 1);
        assertThat(bound(either.fullBackward(1).problem()).value()).isEqualTo(2 * p);
    }

    @Test
    void leavesOutWhatMayBeAbsent() {
        Problems problems = Problems.of(1);
        int first = problems.op(OpKind.F, 0, 0, 2, 0);
        int optional = problems.optional(OpKind.R, 0, 0, 50, 0);
        int last = problems.op(OpKind.B, 0, 0, 3, 0);
        problems.precede(first, optional).precede(optional, last);

        assertThat(bound(problems.problem()).value()).isEqualTo(3);
        assertThat(bound(problems.precede(first, last, 4).problem()).value()).isEqualTo(2 + 4 + 3);
    }

    @Test
    void countsAnOpThatAMandatoryGroupImplies() {
        Problems problems = Problems.of(1);
        int first = problems.op(OpKind.F, 0, 0, 2, 0);
        int slow = problems.optional(OpKind.R, 0, 0, 7, 0);
        int quick = problems.optional(OpKind.R, 1, 0, 5, 0);
        int last = problems.op(OpKind.B, 0, 0, 3, 0);
        problems.precede(first, slow).precede(first, quick).precede(slow, last).precede(quick, last);

        assertThat(bound(problems.problem()).value()).isEqualTo(3);
        problems.rule(new PresenceRule.ExactlyOne(List.of(slow, quick)));
        assertThat(bound(problems.problem()).value()).isEqualTo(2 + 5 + 3);
    }

    @Test
    void saysNothingOfOtherObjectives() {
        Problem problem = Instances.of(2, 2).problem();

        assertThat(bound(problem.withObjective(Objective.MAX_DEVICE_SPAN)).value())
                .isZero();
        assertThat(bound(problem.withObjective(new Objective.PeakMemory(99))).value())
                .isZero();
    }
}
