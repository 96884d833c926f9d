package org.takt.solver.heuristic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;

class StagePoliciesTest {
    private static final int STAGES = 8;
    private static final ListPolicy POLICY = new ListPolicy(150, false, 40, true, false);

    @Test
    void areThePolicyOnEveryStageWhereNoneHasItsOwn() {
        StagePolicies policies = StagePolicies.of(POLICY, 0, STAGES, new Random(0));
        for (int stage = 0; stage < STAGES; stage++) {
            assertThat(policies.warmUp(stage, 4)).isEqualTo(1 + 4 * 150 / 100);
            assertThat(policies.patiencePercent(stage, true)).isEqualTo(40);
            assertThat(policies.patiencePercent(stage, false)).isEqualTo(40);
        }
    }

    @Test
    void changeToOtherValidPoliciesAndStayAsTheyWere() {
        Random random = new Random(1);
        StagePolicies policies = StagePolicies.of(POLICY, 50, STAGES, random);
        String before = values(policies);
        StagePolicies changed = policies;
        int different = 0;
        for (int round = 0; round < 1000; round++) {
            StagePolicies next = changed.changed(random);
            different += values(next).equals(values(changed)) ? 0 : 1;
            changed = next;
            for (int stage = 0; stage < STAGES; stage++) {
                assertThat(changed.warmUp(stage, 3)).isPositive();
                assertThat(changed.patiencePercent(stage, true)).isBetween(0, 100);
                assertThat(changed.patiencePercent(stage, false)).isBetween(0, 100);
            }
        }
        assertThat(different).isGreaterThan(900);
        assertThat(values(policies)).isEqualTo(before);
    }

    @Test
    void mixedTakeStagesThatFollowEachOtherFromTheOther() {
        Random random = new Random(2);
        String[] mine = values(StagePolicies.of(POLICY, 0, STAGES, random)).split(" ");
        for (int round = 0; round < 100; round++) {
            StagePolicies other = StagePolicies.of(new ListPolicy(0, false, 90, true, false), 0, STAGES, random);
            String[] others = values(other).split(" ");
            String[] mixed = values(StagePolicies.of(POLICY, 0, STAGES, random).mixedWith(other, random))
                    .split(" ");
            int changes = 0;
            boolean anyOfOther = false;
            for (int stage = 0; stage < STAGES; stage++) {
                boolean isOther = mixed[stage].equals(others[stage]);
                assertThat(isOther || mixed[stage].equals(mine[stage])).isTrue();
                anyOfOther |= isOther;
                changes += stage > 0 && isOther != mixed[stage - 1].equals(others[stage - 1]) ? 1 : 0;
            }
            assertThat(anyOfOther).isTrue();
            assertThat(changes).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void ofOnePolicyEverywhereLeadToItsSchedule() {
        Problem problem = Instances.of(4, 8)
                .backward(Backward.SPLIT)
                .memory(0, 1, 0, 0)
                .limit(3)
                .problem();
        ListScheduler scheduler = ListScheduler.of(problem, false).orElseThrow();
        assertThat(scheduler
                        .walk(scheduler.policies(POLICY, 0, new Random(0)), Pace.ANY)
                        .map(ListScheduler.Walk::schedule))
                .isEqualTo(scheduler.schedule(POLICY));
    }

    private static String values(StagePolicies policies) {
        StringBuilder values = new StringBuilder();
        for (int stage = 0; stage < STAGES; stage++) {
            values.append(policies.warmUp(stage, 1000))
                    .append('/')
                    .append(policies.patiencePercent(stage, true))
                    .append('/')
                    .append(policies.patiencePercent(stage, false))
                    .append(' ');
        }
        return values.toString();
    }
}
