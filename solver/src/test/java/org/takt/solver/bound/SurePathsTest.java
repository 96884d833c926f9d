package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;

class SurePathsTest {
    private final Problems problems = Problems.of(1);

    private SurePaths from(int source) {
        SurePaths paths = new SurePaths(new ProblemAnalysis(problems.problem()));
        paths.search(source, op -> true);
        return paths;
    }

    private int op(long duration) {
        return problems.op(OpKind.F, 0, 0, duration);
    }

    private int optional(long duration) {
        return problems.optional(OpKind.R, 0, 0, duration);
    }

    @Test
    void followsTheLongestPath() {
        int source = op(9);
        int middle = op(2);
        int target = op(9);
        int aside = op(9);
        problems.precede(source, middle, 3).precede(middle, target, 4).precede(source, target, 5);

        SurePaths paths = from(source);

        assertThat(paths.reached()).containsExactly(middle, target);
        assertThat(paths.delay(middle)).isEqualTo(3);
        assertThat(paths.delay(target)).isEqualTo(3 + 2 + 4);
        assertThat(paths.isReached(aside)).isFalse();
        assertThat(paths.isReached(source)).isFalse();
    }

    @Test
    void doesNotGoThroughWhatMayBeAbsent() {
        int source = op(1);
        int middle = optional(2);
        int target = op(1);
        problems.precede(source, middle).precede(middle, target);

        assertThat(from(source).reached()).containsExactly(middle);
        problems.precede(source, target);
        assertThat(from(source).delay(target)).isZero();
    }

    @Test
    void goesThroughTheQuickestOfAGroup() {
        int source = op(1);
        int slow = optional(7);
        int quick = optional(2);
        int target = op(1);
        problems.rule(new PresenceRule.ExactlyOne(List.of(slow, quick)));
        problems.precede(source, slow).precede(slow, target).precede(quick, target);

        assertThat(from(source).isReached(target)).isFalse();
        problems.precede(source, quick, 3);
        assertThat(from(source).delay(target)).isEqualTo(3 + 2);
    }

    /** Where the source is present the other member is not, so that the way through it does not count. */
    @Test
    void leavesOutWhatTheSourceExcludes() {
        int source = optional(1);
        int other = optional(2);
        int target = op(1);
        problems.rule(new PresenceRule.ExactlyOne(List.of(source, other)));
        problems.precede(source, target, 8).precede(other, target);

        assertThat(from(source).delay(target)).isEqualTo(8);
    }

    /** The target needs an op that the source excludes. */
    @Test
    void doesNotReachWhatIsNeverPresentWithTheSource() {
        int source = optional(1);
        int other = optional(2);
        int target = optional(1);
        int behind = op(1);
        problems.rule(new PresenceRule.ExactlyOne(List.of(source, other)));
        problems.rule(new PresenceRule.Implies(target, other));
        problems.precede(source, target).precede(other, target).precede(target, behind);

        assertThat(from(source).reached()).isEmpty();
    }

    @Test
    void stopsWhereToldTo() {
        int source = op(1);
        int middle = op(2);
        int target = op(1);
        problems.precede(source, middle).precede(middle, target);
        SurePaths paths = new SurePaths(new ProblemAnalysis(problems.problem()));

        paths.search(source, op -> op != middle);

        assertThat(paths.reached()).containsExactly(middle);
        paths.search(middle, op -> true);
        assertThat(paths.reached()).containsExactly(target);
    }
}
