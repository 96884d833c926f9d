package org.takt.solver.heuristic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;

class PaceTest {
    private final Problem problem = Instances.of(4, 16)
            .costs(5, 6, 4)
            .backward(Backward.SPLIT)
            .memory(0, 2, 1, 0)
            .limit(8)
            .problem();
    private final ListScheduler scheduler = ListScheduler.of(problem, false).orElseThrow();

    private final StagePolicies fast = policies(new ListPolicy(100, false, 25, true, false));
    private final StagePolicies slow = policies(new ListPolicy(0, true, 0, true, false));
    private final Pace fastPace = scheduler.walk(fast, Pace.ANY).orElseThrow().pace();
    private final Pace slowPace = scheduler.walk(slow, Pace.ANY).orElseThrow().pace();

    private StagePolicies policies(ListPolicy policy) {
        return scheduler.policies(policy, 0, new Random(0));
    }

    private void assertThatFollows(StagePolicies policies, Pace slowest) {
        assertThat(scheduler.walk(policies, slowest).map(ListScheduler.Walk::schedule))
                .isPresent()
                .isEqualTo(scheduler.walk(policies, Pace.ANY).map(ListScheduler.Walk::schedule));
    }

    @Test
    void lastsAsLongAsTheWalkIsNotBehind() {
        assertThatFollows(fast, fastPace);
        assertThatFollows(slow, slowPace);
        assertThat(scheduler.walk(slow, fastPace)).isEmpty();
    }

    @Test
    void isTheSlowerOfTwoAtEachTime() {
        Pace both = fastPace.slower(slowPace);
        assertThatFollows(fast, both);
        assertThatFollows(slow, both);
        assertThatFollows(slow, fastPace.slower(Pace.ANY));
    }

    @Test
    void allowsForADelay() {
        assertThatFollows(slow, fastPace.delayed(1000));
        assertThatFollows(slow, Pace.ANY.delayed(0));
    }

    @Test
    void appliesToFewerOpsThanParts() {
        Problem small = Instances.of(1, 1).problem();
        ListScheduler ofSmall = ListScheduler.of(small, true).orElseThrow();
        StagePolicies policies = ofSmall.policies(new ListPolicy(100, false, 0, true, true), 0, new Random(0));
        Pace pace = ofSmall.walk(policies, Pace.ANY).orElseThrow().pace();
        assertThat(ofSmall.walk(policies, pace)).isPresent();
    }
}
