package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

class MeetingOrderBoundTest {
    private static final int PIPELINES = 80;

    private static long bound(Problem problem) {
        return new MeetingOrderBound().compute(new ProblemAnalysis(problem)).value();
    }

    private static long optimum(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result.lowerBound();
    }

    private static Instances pipeline(int stages, int microBatches, int latency) {
        return Instances.of(stages, microBatches).latency(latency);
    }

    /** Two stages, room for one. */
    private static Problem oneAtATime(long keptForWeight) {
        return Instances.of(2, 3)
                .stageCosts(0, 1, 4, 3)
                .stageCosts(1, 1, 5, 3)
                .latency(2)
                .memory(0, 2, keptForWeight, 0)
                .limit(2)
                .backward(Backward.SPLIT)
                .problem();
    }

    /** Each goes there and back before the next one enters; of the last one the weight gradient on the first stage follows. */
    @Test
    void ofOneMicroBatchAtATimeIsTheWayThereAndBack() {
        Problem problem = oneAtATime(0);
        assertThat(bound(problem)).isEqualTo(3 * (1 + 2 + 1 + 5 + 2 + 4) + 3);
        assertThat(bound(problem.withObjective(Objective.MAX_DEVICE_SPAN))).isEqualTo(3 * (1 + 2 + 1 + 5 + 2 + 4) + 3);
    }

    /** Half of the memory is kept until the weight gradient ends: 3 more before the next one enters. */
    @Test
    void memoryThatIsKeptDelaysTheNextEntry() {
        Problem problem = oneAtATime(1);
        assertThat(bound(problem)).isEqualTo(3 * (1 + 2 + 1 + 5 + 2 + 4 + 3));
        assertThat(bound(problem)).isEqualTo(optimum(problem));
    }

    /** With room for a bit more than two, what one keeps does not delay the second later. */
    @Test
    void whatFitsBesideDelaysNothing() {
        Instances instances =
                Instances.of(2, 4).costs(2, 2, 1).latency(0).memory(0, 2, 1, 0).backward(Backward.SPLIT);
        assertThat(bound(instances.limit(5).problem()))
                .isLessThan(bound(instances.limit(4).problem()));
    }

    @Test
    void isTheOptimumWhereOnlyForwardsAndBackwardsMeet() {
        Random random = new Random(11);
        for (int round = 0; round < PIPELINES; round++) {
            int stages = 2 + random.nextInt(2);
            int microBatches = 3 + random.nextInt(3);
            Problem problem = pipeline(stages, microBatches, random.nextInt(3))
                    .costs(1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4))
                    .memory(0, 1, 0, 0)
                    .limit(1 + random.nextInt(microBatches - 1))
                    .backward(Backward.FUSED)
                    .problem();
            assertThat(bound(problem)).as("%s", problem).isEqualTo(optimum(problem));
        }
    }

    @Test
    void isNeverAboveTheOptimumOfUnequalStages() {
        Random random = new Random(12);
        int reached = 0;
        for (int round = 0; round < PIPELINES; round++) {
            int stages = 2 + random.nextInt(3);
            int microBatches = 3 + random.nextInt(3);
            Instances instances = pipeline(stages, microBatches, random.nextInt(3))
                    .memory(random.nextInt(2), 3, random.nextInt(4), random.nextInt(2))
                    .limit(5 + random.nextInt(3 * microBatches))
                    .backward(random.nextBoolean() ? Backward.SPLIT : Backward.FUSED);
            for (int stage = 0; stage < stages; stage++) {
                instances.stageCosts(stage, 1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(3));
            }
            for (Objective objective : List.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN)) {
                Problem problem = instances.problem().withObjective(objective);
                long bound = bound(problem);
                long optimum = optimum(problem);
                assertThat(bound).as("%s", problem).isLessThanOrEqualTo(optimum);
                reached += bound == optimum ? 1 : 0;
            }
        }
        assertThat(reached).isGreaterThan(PIPELINES / 8);
    }

    @Test
    void chunksAreStagesAsWell() {
        Problem problem = Instances.of(2, 4)
                .stages(4)
                .placement(new Placement.V())
                .costs(1, 2, 1)
                .latency(0)
                .memory(0, 2, 1, 0)
                .limit(4)
                .backward(Backward.SPLIT)
                .problem();
        assertThat(bound(problem)).isPositive().isLessThanOrEqualTo(optimum(problem));
    }

    @Test
    void saysNothingWithoutLimitOrWithRoomForAll() {
        assertThat(bound(pipeline(2, 3, 0).costs(1, 1, 1).memory(0, 1, 0, 0).problem()))
                .isZero();
        assertThat(bound(pipeline(2, 3, 0)
                        .costs(1, 1, 1)
                        .memory(0, 1, 0, 0)
                        .limit(3)
                        .problem()))
                .isZero();
    }

    @Test
    void saysNothingOfManyStages() {
        Instances instances =
                Instances.of(9, 10).costs(1, 1, 1).memory(0, 1, 0, 0).limit(2);
        assertThat(bound(instances.problem())).isZero();
    }

    /** 1.5B on 8 devices with the published costs at 64 micro-batches, and half of 1F1B's memory; the list scheduler attains the bound. */
    @Test
    void provesAPublishedSettingOptimal() {
        Problem problem = Instances.of(8, 24)
                .costs(18546, 18097, 9321)
                .latency(762)
                .memory(0, 201216, 73728, 0)
                .limit(804864)
                .backward(Backward.SPLIT)
                .problem();
        assertThat(bound(problem)).isEqualTo(2_110_254);
        assertThat(ListScheduler.of(problem, false)
                        .flatMap(scheduler -> scheduler.schedule(new ListPolicy(100, false, 0, true, false)))
                        .map(schedule -> schedule.lastEnd(problem.ops())))
                .hasValue(2_110_254L);
    }
}
