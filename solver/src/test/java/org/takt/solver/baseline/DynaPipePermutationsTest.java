package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;

class DynaPipePermutationsTest {
    /** One long micro-batch arrives first, in the way of all others. */
    private static Instances oneLongFirst() {
        Instances instances = Instances.of(3, 9)
                .costs(1, 0, 0)
                .fullBackward(2)
                .memory(0, 1, 1, 0)
                .backward(Backward.FUSED);
        return instances.microBatch(0, 8000, 1000);
    }

    @Test
    void isNeverLongerThanTheOrderOfArrivalAndHereShorter() {
        Problem problem = oneLongFirst().problem();
        assertThat(FamilyRun.of(problem, new DynaPipePermutations()).makespan())
                .isLessThan(FamilyRun.of(problem, new DynaPipe()).makespan());
    }

    @Test
    void holdsMicroBatchesBackOnlyWhereNoOrderFitsWithout() {
        Problem ample = oneLongFirst().limit(9).problem();
        Problem tight = oneLongFirst().limit(3).problem();
        assertThat(FamilyRun.of(ample, new DynaPipePermutations()).peaks().get(0))
                .isGreaterThan(3);
        assertThat(FamilyRun.of(tight, new DynaPipePermutations()).peaks()).allMatch(peak -> peak <= 3);
    }

    @Test
    void leavesEqualMicroBatchesToTheCyclicOrder() {
        assertThat(FamilyRun.reason(Instances.of(2, 3).problem(), new DynaPipePermutations()))
                .isEqualTo("DynaPipe permutes micro-batches of unequal cost only.");
    }
}
