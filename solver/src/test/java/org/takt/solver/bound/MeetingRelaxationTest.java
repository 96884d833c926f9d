package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageMemory;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

class MeetingRelaxationTest {
    private static final int WIDE = 10_000;
    private static final int PIPELINES = 60;

    private static MeetingRelaxation relaxation(Problem problem) {
        return MeetingRelaxation.of(new ProblemAnalysis(problem)).orElseThrow();
    }

    private static long bound(List<Integer> stages, int width, Problem problem) {
        return relaxation(problem).bound(stages, width, () -> false).value();
    }

    private static long optimum(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result.lowerBound();
    }

    /** Three stages of different memory, fused. */
    private static Instances threeStages() {
        return Instances.of(3, 4)
                .stageCosts(0, 1, 2, 1)
                .stageCosts(1, 2, 3, 1)
                .stageCosts(2, 3, 1, 1)
                .latency(1)
                .backward(Backward.FUSED);
    }

    /** With room for one at a time, each takes 1 + 1 + 2 + 1 + (3 + 2) + 1 + (3 + 1) + 1 + (2 + 1) from its entry to the end of the last op. */
    @Test
    void roundTripsCountWhateverStagesAreLeftOut() {
        Problem problem = threeStages().memory(0, 1, 0, 0).limit(1).problem();
        long roundTrip = 1 + 1 + 2 + 1 + 3 + 2 + 1 + 4 + 1 + 3;
        for (List<Integer> stages : List.of(List.of(0), List.of(0, 2), List.of(0, 1), List.of(0, 1, 2))) {
            assertThat(bound(stages, WIDE, problem)).as("%s", stages).isEqualTo(4 * roundTrip);
        }
        long behindTheFirst = 2 + 1 + 3 + 2 + 1 + 4;
        assertThat(bound(List.of(1, 2), WIDE, problem)).isEqualTo(1 + 1 + 4 * behindTheFirst + 1 + 3);
    }

    /** Stage 1 has room for one micro-batch and the others for two, so each has to come back to it before the next one gets there. */
    @Test
    void theRoomOfLaterStagesCounts() {
        Instances instances =
                Instances.of(3, 3).costs(1, 1, 0).latency(0).memory(0, 1, 0, 0).backward(Backward.FUSED);
        Problem problem = instances.limit(2).constantMemory(1, 1).problem();
        assertThat(relaxation(problem).room(1)).isEqualTo(1);
        long alone = 1 + 1 + 1 + 1;
        assertThat(bound(List.of(1), WIDE, problem)).isEqualTo(1 + 3 * alone + 1);
        assertThat(bound(List.of(0, 1), WIDE, problem)).isEqualTo(optimum(problem));
    }

    @Test
    void isNeverAboveTheOptimumWhateverIsKeptAndMerged() {
        Random random = new Random(21);
        int reached = 0;
        int differing = 0;
        for (int round = 0; round < PIPELINES; round++) {
            int stages = 3 + random.nextInt(2);
            Instances instances = Instances.of(stages, 4 + random.nextInt(3))
                    .latency(random.nextInt(3))
                    .memory(random.nextInt(2), 3, random.nextInt(4), random.nextInt(2))
                    .limit(14)
                    .backward(random.nextBoolean() ? Backward.SPLIT : Backward.FUSED);
            for (int stage = 0; stage < stages; stage++) {
                instances.stageCosts(stage, 1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(3));
                instances.constantMemory(stage, random.nextInt(9));
            }
            Objective objective = random.nextBoolean() ? Objective.MAKESPAN : Objective.MAX_DEVICE_SPAN;
            Problem problem = instances.problem().withObjective(objective);
            long optimum = optimum(problem);
            for (List<Integer> kept : subsets(stages)) {
                long whole = bound(kept, WIDE, problem);
                long merged = bound(kept, 3, problem);
                assertThat(whole).as("%s %s", kept, problem).isLessThanOrEqualTo(optimum);
                assertThat(merged).as("%s %s", kept, problem).isLessThanOrEqualTo(whole);
                reached += whole == optimum ? 1 : 0;
                differing += merged < whole ? 1 : 0;
            }
        }
        assertThat(reached).isGreaterThan(PIPELINES / 4);
        assertThat(differing).isGreaterThan(PIPELINES / 4);
    }

    /** Fused, so that nothing is left out: stages of one device take turns, and share its memory. */
    @Test
    void isTheOptimumWhereDevicesHaveSeveralStages() {
        Random random = new Random(31);
        int limited = 0;
        for (int round = 0; round < PIPELINES; round++) {
            Instances instances = Instances.of(2, 3 + random.nextInt(2))
                    .stages(4)
                    .placement(random.nextBoolean() ? new Placement.V() : new Placement.Loop())
                    .latency(random.nextInt(3))
                    .memory(0, 1, 0, 0)
                    .backward(Backward.FUSED);
            for (int stage = 0; stage < 4; stage++) {
                instances.stageCosts(stage, 1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(2));
            }
            Problem problem = instances.limit(2 + random.nextInt(3)).problem();
            long optimum = optimum(problem);
            for (List<Integer> kept : subsets(4)) {
                assertThat(bound(kept, WIDE, problem))
                        .as("%s %s", kept, problem)
                        .isLessThanOrEqualTo(optimum);
                assertThat(bound(kept, 3, problem)).as("%s %s", kept, problem).isLessThanOrEqualTo(optimum);
            }
            if (relaxation(problem).room(0) < relaxation(problem).microBatches()) {
                limited++;
                assertThat(bound(List.of(0, 1, 2, 3), WIDE, problem))
                        .as("%s", problem)
                        .isEqualTo(optimum);
            }
        }
        assertThat(limited).isGreaterThan(PIPELINES / 4);
    }

    /** Weight gradients of one tick fit wherever a device is idle, so that doing them with interruptions is no less than doing them. */
    @Test
    void isTheOptimumWhereWeightGradientsAreShort() {
        Random random = new Random(41);
        int delayed = 0;
        for (int round = 0; round < PIPELINES; round++) {
            int devices = 2 + random.nextInt(2);
            boolean isChunked = devices == 2 && random.nextBoolean();
            int stages = isChunked ? 4 : devices;
            Instances instances = Instances.of(devices, isChunked ? 3 : 5)
                    .stages(stages)
                    .latency(random.nextInt(2))
                    .placement(isChunked && random.nextBoolean() ? new Placement.V() : new Placement.Loop())
                    .limit(isChunked ? 5 + random.nextInt(3) : 3 + random.nextInt(5))
                    .backward(Backward.SPLIT);
            for (int stage = 0; stage < stages; stage++) {
                instances.stageCosts(stage, 1 + random.nextInt(4), 1 + random.nextInt(4), 1);
            }
            Problem problem = instances.memory(0, 2, 1, 0).problem();
            MeetingRelaxation relaxation = relaxation(problem);
            if (relaxation.room(0) < relaxation.microBatches()) {
                long bound = bound(relaxation.allStages(), WIDE, problem);
                assertThat(bound).as("%s", problem).isEqualTo(optimum(problem));
                delayed += bound
                                > bound(
                                        relaxation.allStages(),
                                        WIDE,
                                        instances.memory(0, 2, 0, 0).problem())
                        ? 1
                        : 0;
            }
        }
        assertThat(delayed).isGreaterThan(PIPELINES / 4);
    }

    /** What chunks of one device hold differs, so weight gradients are left out of its memory, but the bound stays one. */
    @Test
    void isNeverAboveTheOptimumWhereChunksOfADeviceDiffer() {
        Random random = new Random(51);
        for (int round = 0; round < PIPELINES / 2; round++) {
            Instances instances = Instances.of(2, 3)
                    .stages(4)
                    .latency(random.nextInt(2))
                    .placement(new Placement.V())
                    .limit(7 + random.nextInt(4))
                    .backward(Backward.SPLIT);
            for (int stage = 0; stage < 4; stage++) {
                instances
                        .stageCosts(stage, 1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4))
                        .stageMemory(stage, new StageMemory(0, 2 + random.nextInt(2), random.nextInt(3), 0));
            }
            Problem problem = instances.problem();
            long optimum = optimum(problem);
            for (List<Integer> kept : subsets(4)) {
                assertThat(bound(kept, WIDE, problem))
                        .as("%s %s", kept, problem)
                        .isLessThanOrEqualTo(optimum);
            }
        }
    }

    /** Judged by shorter batches at some of the stages, as much follows as without, up to the goal, and with merged states no more. */
    @Test
    void aGoalIsReachedUpToWhatFollowsWithout() {
        Random random = new Random(61);
        int fewer = 0;
        int merged = 0;
        for (int round = 0; round < PIPELINES; round++) {
            int stages = 3 + random.nextInt(2);
            Problem problem = randomPipeline(stages, 6 + random.nextInt(5), random);
            MeetingRelaxation relaxation = relaxation(problem);
            List<List<Integer>> subsets = subsets(stages);
            List<Integer> kept = subsets.get(random.nextInt(subsets.size()));
            List<Integer> few = kept.subList(0, 1 + random.nextInt(kept.size()));
            ShorterBatches shorter = relaxation.shorter(few, random.nextBoolean() ? WIDE : 2, () -> false);
            MeetingRelaxation.Result whole = relaxation.bound(kept, WIDE, () -> false);
            for (long above = -3; above <= 3; above++) {
                long goal = Math.max(0, whole.value() + above);
                MeetingRelaxation.Result result = relaxation.bound(kept, WIDE, shorter, goal, () -> false);
                assertThat(result.value()).as("%s %s", kept, problem).isEqualTo(Math.min(goal, whole.value()));
                assertThat(result.isMerged()).isFalse();
                MeetingRelaxation.Result narrow = relaxation.bound(kept, 2, shorter, goal, () -> false);
                assertThat(narrow.value()).as("%s %s", kept, problem).isLessThanOrEqualTo(result.value());
                fewer += result.states() < whole.states() ? 1 : 0;
                merged += narrow.isMerged() ? 1 : 0;
            }
        }
        assertThat(fewer).isGreaterThan(PIPELINES);
        assertThat(merged).isGreaterThan(PIPELINES / 4);
    }

    /** Shorter batches may wait at other stages than those that are kept, if they begin at the same one. */
    @Test
    void noGoalIsReachedThatIsAboveTheOptimum() {
        Random random = new Random(71);
        int reached = 0;
        for (int round = 0; round < PIPELINES / 2; round++) {
            Problem problem = randomPipeline(3, 4 + random.nextInt(3), random);
            MeetingRelaxation relaxation = relaxation(problem);
            long optimum = optimum(problem);
            for (List<Integer> few : List.of(List.of(0), List.of(0, 1), List.of(0, 2), List.of(0, 1, 2))) {
                ShorterBatches shorter = relaxation.shorter(few, WIDE, () -> false);
                for (List<Integer> kept : List.of(List.of(0), List.of(0, 1), List.of(0, 2), List.of(0, 1, 2))) {
                    long value = relaxation
                            .bound(kept, WIDE, shorter, optimum + 5, () -> false)
                            .value();
                    assertThat(value).as("%s %s %s", few, kept, problem).isLessThanOrEqualTo(optimum);
                    reached += value == optimum ? 1 : 0;
                }
            }
        }
        assertThat(reached).isGreaterThan(PIPELINES / 4);
    }

    private static Problem randomPipeline(int stages, int microBatches, Random random) {
        Instances instances = Instances.of(stages, microBatches)
                .latency(random.nextInt(3))
                .memory(0, 2, random.nextInt(2), 0)
                .limit(4 + random.nextInt(6))
                .backward(Backward.SPLIT);
        for (int stage = 0; stage < stages; stage++) {
            instances.stageCosts(stage, 1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(3));
        }
        return instances.problem();
    }

    private static List<List<Integer>> subsets(int stages) {
        List<List<Integer>> subsets = new ArrayList<>();
        for (int set = 1; set < 1 << stages; set++) {
            List<Integer> members = new ArrayList<>();
            for (int stage = 0; stage < stages; stage++) {
                if ((set >> stage & 1) == 1) {
                    members.add(stage);
                }
            }
            subsets.add(members);
        }
        return subsets;
    }

    /** Where all states fit, more stages never bound less: those that are left out delay nothing. */
    @Test
    void moreStagesBoundMore() {
        Problem problem = Instances.of(6, 12)
                .costs(4, 5, 3)
                .latency(1)
                .memory(0, 2, 1, 0)
                .limit(6)
                .backward(Backward.SPLIT)
                .problem();
        long few = bound(List.of(0), WIDE, problem);
        long more = bound(List.of(0, 5), WIDE, problem);
        long all = bound(List.of(0, 1, 2, 3, 4, 5), WIDE, problem);
        assertThat(few).isLessThanOrEqualTo(more);
        assertThat(more).isLessThanOrEqualTo(all);
        assertThat(few).isLessThan(all);
    }

    @Test
    void ofTooManyStatesIsWhatFollowsFromThoseUpToThere() {
        Problem problem = Instances.of(16, 40)
                .costs(9, 9, 6)
                .latency(1)
                .memory(0, 2, 1, 0)
                .limit(16)
                .backward(Backward.SPLIT)
                .problem();
        long roundTrip =
                new MemoryRoundTripBound().compute(new ProblemAnalysis(problem)).value();
        long schedule = ListScheduler.of(problem, false)
                .flatMap(scheduler -> scheduler.schedule(new ListPolicy(100, false, 0, true, false)))
                .orElseThrow()
                .lastEnd(problem.ops());
        List<Integer> all = relaxation(problem).allStages();
        MeetingRelaxation.Result tooWide = relaxation(problem).bound(all, 300, () -> false);
        assertThat(tooWide.value()).isBetween(roundTrip * 9 / 10, schedule);
        assertThat(tooWide.isTooWide()).isTrue();
        assertThat(relaxation(problem).bound(List.of(0), 300, () -> false).isTooWide())
                .isFalse();
    }

    /** However late it comes, and however much is lost by merging later: else a search that was stopped might claim what a check refutes. */
    @Test
    void noStopLeavesMoreThanTheEnd() {
        List<Integer> stages = List.of(0, 1, 2, 3);
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Instances instances = Instances.of(stages.size(), 8)
                    .latency(random.nextInt(3))
                    .memory(0, 2, random.nextInt(2), 0)
                    .limit(4 + random.nextInt(8))
                    .backward(Backward.SPLIT);
            for (int stage : stages) {
                instances.stageCosts(stage, 1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(3));
            }
            Problem problem = instances.problem();
            int width = 1 + random.nextInt(4);
            long before = 0;
            for (int layers = 0; layers <= 2 * stages.size() * 8; layers++) {
                AtomicInteger left = new AtomicInteger(layers);
                long stopped = relaxation(problem)
                        .bound(stages, width, () -> left.getAndDecrement() <= 0)
                        .value();
                assertThat(stopped).as("seed %s", seed).isGreaterThanOrEqualTo(before);
                before = stopped;
            }
            assertThat(before).isEqualTo(bound(stages, width, problem));
        }
    }

    @Test
    void aStopLeavesABound() {
        Problem problem = threeStages().memory(0, 1, 0, 0).limit(2).problem();
        MeetingRelaxation.Result stopped = relaxation(problem).bound(List.of(0, 1, 2), WIDE, () -> true);
        assertThat(stopped.states()).isZero();
        assertThat(stopped.value()).isPositive().isLessThanOrEqualTo(bound(List.of(0, 1, 2), WIDE, problem));
    }
}
