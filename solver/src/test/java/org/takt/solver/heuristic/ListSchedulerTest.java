package org.takt.solver.heuristic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageMemory;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

class ListSchedulerTest {
    private static final ListPolicy GREEDY = new ListPolicy(100, false, 0, true, false);

    @Test
    void findsTheOptimumAtHalfTheMemoryOf1F1BWhereTheZeroBubbleHeuristicIsFarFromIt() {
        // F/I/W = 5/6/4, 4 devices, 16 micro-batches: 423 is proved optimal, the zero-bubble heuristic reaches 543.
        Problem problem = Instances.of(4, 16)
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 2, 1, 0)
                .limit(4)
                .problem();
        assertThat(best(problem)).isEqualTo(423);
    }

    @Test
    void keepsMemoryAndNeverLocksUpOnRandomPipelinesWhereEachMicroBatchFitsAlone() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            Instances instances = randomInstance(random);
            long[] need = needOfLargestMicroBatch(instances.problem());
            Problem problem = instances
                    .limit(Arrays.stream(need).max().orElseThrow() + random.nextInt(4))
                    .problem();
            for (boolean fused : List.of(true, false)) {
                ListScheduler scheduler = ListScheduler.of(problem, fused).orElseThrow();
                for (int warmUp : new int[] {0, 100, 1000}) {
                    ListPolicy policy = new ListPolicy(
                            warmUp, random.nextBoolean(), random.nextInt(101), random.nextBoolean(), fused);
                    Variation variation = new Variation(random.nextInt(500), random.nextInt(101), round);
                    Optional<Schedule> schedule =
                            round % 2 == 0 ? scheduler.schedule(policy) : scheduler.schedule(policy, variation);
                    assertThat(schedule).as("round %d, %s", round, policy).isPresent();
                    assertThat(new Verifier(problem).verify(schedule.get()))
                            .as("round %d, %s", round, policy)
                            .isInstanceOf(Verdict.Accepted.class);
                }
            }
        }
    }

    @Test
    void givesTheSameScheduleEveryTime() {
        Problem problem = Instances.of(4, 8)
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 2, 1, 0)
                .limit(6)
                .problem();
        ListScheduler scheduler = ListScheduler.of(problem, false).orElseThrow();
        assertThat(scheduler.schedule(GREEDY))
                .isEqualTo(scheduler.schedule(GREEDY))
                .isPresent();
    }

    @Test
    void getsStuckRatherThanBreakTheLimitWhereNothingFits() {
        Problem problem = Instances.of(2, 2).memory(0, 3, 0, 0).limit(2).problem();
        assertThat(ListScheduler.of(problem, true).orElseThrow().schedule(GREEDY))
                .isEmpty();
    }

    private static Instances randomInstance(Random random) {
        int devices = 1 + random.nextInt(4);
        int chunks = 1 + random.nextInt(3);
        int microBatches = 1 + random.nextInt(6);
        Instances instances = Instances.of(devices, microBatches).stages(devices * chunks);
        switch (random.nextInt(4)) {
            case 0 -> instances.placement(new Placement.V());
            case 1 -> instances.placement(new Placement.Bidirectional(new Placement.Loop()));
            case 2 -> instances.placement(new Placement.Bidirectional(new Placement.V()));
            default -> instances.placement(new Placement.Loop());
        }
        for (int stage = 0; stage < devices * chunks; stage++) {
            instances.stageCosts(stage, random.nextInt(5), random.nextInt(5), random.nextInt(5));
            int activation = random.nextInt(5);
            instances.stageMemory(
                    stage, new StageMemory(0, activation, random.nextInt(activation + 1), random.nextInt(2)));
        }
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            instances.microBatch(microBatch, 500 + random.nextInt(2000), 500 + random.nextInt(1500));
        }
        return (random.nextBoolean() ? instances.latency(random.nextInt(3)) : instances.exclusive(random.nextInt(3), 1))
                .backward(Backward.values()[random.nextInt(3)]);
    }

    private static long[] needOfLargestMicroBatch(Problem problem) {
        long[][] needs = new long[problem.devices().size()][100];
        long[] largest = new long[problem.devices().size()];
        for (Buffer buffer : problem.buffers()) {
            int microBatch = problem.ops().get(buffer.takenAt()).microBatch();
            needs[buffer.device()][microBatch] += buffer.size();
            largest[buffer.device()] = Math.max(largest[buffer.device()], needs[buffer.device()][microBatch]);
        }
        return largest;
    }

    private static long best(Problem problem) {
        ListScheduler scheduler = ListScheduler.of(problem, false).orElseThrow();
        long best = Long.MAX_VALUE;
        for (int warmUp : new int[] {0, 100, 1000}) {
            for (int patience : new int[] {0, 25, 50, 75, 100}) {
                Schedule schedule = scheduler
                        .schedule(new ListPolicy(warmUp, false, patience, true, false))
                        .orElseThrow();
                Verdict verdict = new Verifier(problem).verify(schedule);
                best = Math.min(best, ((Verdict.Accepted) verdict).report().makespan());
            }
        }
        return best;
    }
}
