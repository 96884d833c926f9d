package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

class ResidenceBoundTest {
    private static final BoundOracle ORACLE = new BoundOracle(new ResidenceBound(), 150);

    private static long bound(Problem problem) {
        return new ResidenceBound().compute(new ProblemAnalysis(problem)).value();
    }

    /** F = 1 and B = 2 for the short ones, 10 and 20 for the long one, whose memory is that of 8 short ones. */
    private static Instances oneLong(int devices, int shortOnes) {
        return Instances.of(devices, shortOnes + 1)
                .costs(1, 0, 0)
                .fullBackward(2)
                .memory(0, 1, 0, 0)
                .backward(Backward.FUSED)
                .microBatch(0, 10_000, 8000);
    }

    /**
     * On two devices with room for one short one beside the long one, whose way is 2·30: 20 short ones take 60, of which
     * a backward and a forward fit into the way, and others only as far as the long one waits for them.
     */
    @Test
    void shortMicroBatchesDoNotFitBesideALongOne() {
        Problem problem = oneLong(2, 20).limit(9).problem();
        assertThat(bound(problem)).isEqualTo(60 + 60 - 3);
    }

    /** On four devices two backwards and two forwards, of three short ones each. */
    @Test
    void moreOfThemMayPassOnLongerWays() {
        Problem problem = oneLong(4, 20).limit(11).problem();
        assertThat(bound(problem)).isEqualTo(120 + 60 - 2 * 3 * 3);
    }

    /** All may pass, but each only once: either its forward or its backward is left to do. */
    @Test
    void aDeviceWithRoomForAllHoldsThemOnce() {
        assertThat(bound(oneLong(4, 20).problem())).isZero();
        Problem limited = oneLong(4, 5).limit(100).problem();
        assertThat(bound(limited)).isEqualTo(120 + 15 - 15);
    }

    @Test
    void saysNothingOfOtherObjectives() {
        assertThat(bound(oneLong(2, 20).limit(9).problem().withObjective(Objective.MAX_DEVICE_SPAN)))
                .isZero();
    }

    @Test
    void neverExceedsTheOptimumThatBruteForceFinds() {
        ORACLE.compareWithBruteForce(
                random -> unequal(2, 2 + random.nextInt(2), random).problem(), 5, 30);
    }

    @Test
    void neverExceedsTheOptimumThatTheExactModelProves() {
        ORACLE.compareWithExactModel(
                random -> {
                    int devices = 2 + random.nextInt(3);
                    return unequal(devices, 3 + random.nextInt(7 - devices), random)
                            .problem();
                },
                6,
                30);
    }

    /** One micro-batch is long and leaves room for one of the shortest at least. */
    private static Instances unequal(int devices, int microBatches, Random random) {
        Instances instances = Instances.of(devices, microBatches)
                .costs(1 + random.nextInt(2), 1 + random.nextInt(2), random.nextInt(2))
                .memory(0, 1, 0, 0)
                .latency(random.nextInt(2))
                .backward(random.nextInt(4) == 0 ? Backward.SPLIT : Backward.FUSED);
        if (random.nextInt(3) == 0) {
            instances.stageCosts(random.nextInt(devices), 2, 2, 1);
        }
        int longest = 4 + random.nextInt(5);
        instances.microBatch(random.nextInt(microBatches), 1000L * longest, 1000L * longest);
        return instances.limit(longest + random.nextInt(3));
    }
}
