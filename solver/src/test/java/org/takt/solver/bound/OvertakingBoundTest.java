package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

class OvertakingBoundTest {
    private static final BoundOracle ORACLE = new BoundOracle(new OvertakingBound(), 100);

    private static long bound(Problem problem) {
        return new OvertakingBound().compute(new ProblemAnalysis(problem)).value();
    }

    /** F = 1 and B = 2 for the short ones, 10 and 20 for the long one. */
    private static Instances oneLong(int devices, int shortOnes) {
        Instances instances = Instances.of(devices, shortOnes + 1)
                .costs(1, 0, 0)
                .fullBackward(2)
                .backward(Backward.FUSED);
        return instances.microBatch(0, 10_000, 1000);
    }

    /**
     * On three devices the long one's way is 2·10 + 30 + 2·20 = 90. The three short ones cannot all pass it unnoticed: each
     * adds a forward.
     */
    @Test
    void shortMicroBatchesDelayALongOneOrComeAfterIt() {
        Problem problem = oneLong(3, 3).problem();
        assertThat(bound(problem)).isEqualTo(90 + 3);
        assertThat(new CriticalPathBound().compute(new ProblemAnalysis(problem)).value())
                .isEqualTo(90);
        assertThat(new DeviceLoadBound().compute(new ProblemAnalysis(problem)).value())
                .isEqualTo(90);
    }

    /** Two long ones and a short one on two devices: 10 + 60 + 20, and a forward of the short one. */
    @Test
    void longMicroBatchesLoadTheDeviceBetweenTheirWays() {
        Problem problem = oneLong(2, 2).microBatch(1, 10_000, 1000).problem();
        assertThat(bound(problem)).isEqualTo(10 + 60 + 20 + 1);
    }

    /** Equal micro-batches have nothing to overtake: head + load + tail says as much. */
    @Test
    void leavesEqualMicroBatchesToTheLoadBound() {
        Instances equal = Instances.of(4, 6).costs(3, 4, 5).latency(1);
        assertThat(bound(equal.problem())).isZero();
        assertThat(bound(equal.microBatch(5, 1001, 1000).problem())).isPositive();
    }

    @Test
    void saysNothingOfOtherObjectives() {
        assertThat(bound(oneLong(2, 2).problem().withObjective(Objective.MAX_DEVICE_SPAN)))
                .isZero();
    }

    @Test
    void neverExceedsTheOptimumThatBruteForceFinds() {
        ORACLE.compareWithBruteForce(
                random -> unequal(2, 2 + random.nextInt(2), random).problem(), 3, 4);
    }

    @Test
    void neverExceedsTheOptimumThatTheExactModelProves() {
        ORACLE.compareWithExactModel(
                random -> {
                    int devices = 2 + random.nextInt(2);
                    Instances instances = unequal(devices, 3 + random.nextInt(3), random);
                    if (random.nextInt(4) == 0) {
                        instances
                                .stages(2 * devices)
                                .placement(random.nextBoolean() ? new Placement.V() : new Placement.Loop());
                    }
                    return instances.problem();
                },
                4,
                4);
    }

    private static Instances unequal(int devices, int microBatches, Random random) {
        Instances instances = Instances.of(devices, microBatches)
                .costs(1 + random.nextInt(2), 1 + random.nextInt(2), random.nextInt(2))
                .latency(random.nextInt(3))
                .backward(random.nextInt(4) == 0 ? Backward.SPLIT : Backward.FUSED);
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            instances.microBatch(microBatch, 1000L * random.nextInt(6), 1000);
        }
        return instances;
    }
}
