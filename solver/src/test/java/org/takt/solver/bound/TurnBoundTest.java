package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

class TurnBoundTest {
    /** Memory of the largest micro-batches. */
    private static final int LARGEST = 40;

    private static final BoundOracle ORACLE = new BoundOracle(new TurnBound(), 150);

    private static long bound(Problem problem) {
        return new TurnBound().compute(new ProblemAnalysis(problem)).value();
    }

    /** F = 1 and B = 2 for the short ones, 10 and 20 for the long one. */
    private static Instances oneLong(int devices, int shortOnes) {
        return Instances.of(devices, shortOnes + 1)
                .costs(1, 0, 0)
                .fullBackward(2)
                .backward(Backward.FUSED)
                .microBatch(0, 10_000, 1000);
    }

    /**
     * On two devices the way is 60, and from the last device's forward 50, which the first short forward delays by 1. With x of
     * 20 short ones ahead of the turn: 60 + x + 2·(20 − x) and 51 + 3x + 2·(20 − x); 95.5 in the mean.
     */
    @Test
    void shortMicroBatchesLoadTheLastDeviceOrComeLater() {
        Problem problem = oneLong(2, 20).problem();
        assertThat(bound(problem)).isEqualTo(96);
        assertThat(new OvertakingBound().compute(new ProblemAnalysis(problem)).value())
                .isLessThan(96);
    }

    /**
     * Two short ones fit beside the long one, so that at most two are ahead from the begin: 60 + 2 + 2·18. If others overtake, the
     * way is longer by 1 once more, so that with 5 ahead both inequalities say 96; but overtaking together there is memory for
     * two and, as half of one may be gone again, a half: 61 + 4.5 + 2·15.5. Overtaking apart it is longer by 2, and 96.5 with 5.5 ahead.
     */
    @Test
    void limitedMemoryMakesShortOnesOvertakeOrComeLater() {
        Instances instances = oneLong(2, 20).memory(0, 10, 10, 0);
        assertThat(bound(instances.limit(30).problem())).isEqualTo(97);
        assertThat(bound(instances.limit(55).problem())).isEqualTo(96);
        assertThat(bound(instances.limit(500).problem())).isEqualTo(96);
    }

    /**
     * On four devices the way is 120. One short one fits beside the long one: one is ahead from the begin and adds 1, two overtake in
     * groups of one and add 2 each, and in a third group each adds its part of 15 in addition, the memory beside the long one and what
     * may be gone again: 120 + 1 + 2·2 + 3·(1 + 10/15). If all but the first come later it is 131.
     */
    @Test
    void moreGroupsThanTwoAddToo() {
        Instances instances = oneLong(4, 6).memory(0, 10, 10, 0);
        assertThat(bound(instances.limit(20).problem())).isEqualTo(130);
    }

    /** A long one and short ones of which one or two fit beside it. */
    @Test
    void neverExceedsTheOptimumWhereSeveralGroupsOvertake() {
        ORACLE.compareWithExactModel(
                random -> {
                    int shortOnes = 3 + random.nextInt(3);
                    Instances instances = Instances.of(4, shortOnes + 1)
                            .costs(1, 0, 0)
                            .fullBackward(1 + random.nextInt(2))
                            .backward(Backward.FUSED)
                            .memory(0, 10, 10, 0)
                            .limit(20 + 10 * random.nextInt(2));
                    for (int microBatch = 0; microBatch < shortOnes; microBatch++) {
                        instances.microBatch(microBatch, 1000L * (1 + random.nextInt(2)), 1000);
                    }
                    return instances
                            .microBatch(shortOnes, 1000L * (5 + random.nextInt(5)), 1000)
                            .problem();
                },
                9,
                20);
    }

    /** A single short one is ahead: 60 + 1. */
    @Test
    void aFewAreAheadOfTheTurn() {
        assertThat(bound(oneLong(2, 1).problem())).isEqualTo(61);
    }

    @Test
    void saysNothingOfOtherObjectives() {
        assertThat(bound(oneLong(2, 2).problem().withObjective(Objective.MAX_DEVICE_SPAN)))
                .isZero();
    }

    @Test
    void neverExceedsTheOptimumThatBruteForceFinds() {
        ORACLE.compareWithBruteForce(
                random -> unequal(2, 2 + random.nextInt(2), random).problem(), 7, 4);
    }

    @Test
    void neverExceedsTheOptimumThatTheExactModelProves() {
        ORACLE.compareWithExactModel(
                random -> {
                    int devices = 2 + random.nextInt(3);
                    return unequal(devices, 3 + random.nextInt(7 - devices), random)
                            .problem();
                },
                8,
                5);
    }

    private static Instances unequal(int devices, int microBatches, Random random) {
        Instances instances = Instances.of(devices, microBatches)
                .costs(1 + random.nextInt(2), 1 + random.nextInt(2), random.nextInt(2))
                .latency(random.nextInt(3))
                .backward(random.nextInt(4) == 0 ? Backward.SPLIT : Backward.FUSED);
        if (random.nextInt(3) == 0) {
            instances.stageCosts(random.nextInt(devices), 1 + random.nextInt(3), 2, 1);
        }
        if (random.nextInt(3) > 0) {
            instances.memory(0, 10, 10, 0).limit(LARGEST + random.nextInt(LARGEST));
        }
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            long permille = 1000L * (random.nextInt(4) == 0 ? 7 : random.nextInt(4));
            instances.microBatch(microBatch, permille, 1000L * (1 + random.nextInt(LARGEST / 10)));
        }
        return instances;
    }
}
