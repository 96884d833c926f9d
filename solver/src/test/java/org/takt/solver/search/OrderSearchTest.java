package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.DynaPipePermutations;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.MicroBatchRanks;

class OrderSearchTest {
    private static Instances unequal(int devices, int microBatches, Random random) {
        Instances instances = Instances.of(devices, microBatches)
                .costs(2, 0, 0)
                .fullBackward(4)
                .latency(1)
                .memory(0, 10, 10, 0)
                .limit(45)
                .backward(Backward.FUSED);
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            long permille = 500L * (1 + random.nextInt(6));
            instances.microBatch(microBatch, permille, permille);
        }
        return instances;
    }

    @Test
    void appliesWhereMicroBatchesDiffer() {
        Problem unequal = unequal(2, 6, new Random(1)).problem();
        Problem oneLong = Instances.of(2, 6).microBatch(3, 5000, 5000).problem();
        assertThat(OrderSearch.appliesTo(new ProblemAnalysis(unequal))).isTrue();
        assertThat(OrderSearch.appliesTo(new ProblemAnalysis(oneLong))).isTrue();
        assertThat(OrderSearch.appliesTo(new ProblemAnalysis(unequal.withObjective(Objective.MAX_DEVICE_SPAN))))
                .isFalse();
        assertThat(OrderSearch.appliesTo(new ProblemAnalysis(Instances.of(2, 6).problem())))
                .isFalse();
    }

    @Test
    void ordersToBeginWithAndStepsArePermutations() {
        Problem problem = unequal(2, 7, new Random(2)).problem();
        MicroBatchOrders orders = new MicroBatchOrders(problem);
        Random random = new Random(3);
        for (int kind = 0; kind < MicroBatchOrders.FIRST; kind++) {
            int[] order = orders.first(kind);
            for (int step = 0; step < 20; step++) {
                Set<Integer> all = new HashSet<>(Arrays.stream(order).boxed().toList());
                assertThat(all).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
                assertThat(order).hasSize(7);
                order = MicroBatchOrders.moved(order, random);
            }
        }
    }

    /** Memory does not lock the list scheduler up, whatever the order in which micro-batches enter and go back. */
    @Test
    void everyOrderLeadsToAScheduleThatKeepsTheRules() {
        Random random = new Random(4);
        for (int round = 0; round < 100; round++) {
            Problem problem = unequal(3, 8, random).problem();
            MicroBatchOrders orders = new MicroBatchOrders(problem);
            int[] entry = orders.first(random.nextInt(MicroBatchOrders.FIRST));
            int[] backward = orders.first(random.nextInt(MicroBatchOrders.FIRST));
            ListPolicy policy = new ListPolicy(random.nextInt(300), random.nextBoolean(), 50, true, true);
            ListScheduler scheduler = ListScheduler.of(problem, true).orElseThrow();
            assertThat(scheduler
                            .inOrder(MicroBatchRanks.ofOrders(entry, backward))
                            .schedule(policy))
                    .hasValueSatisfying(schedule ->
                            assertThat(new Verifier(problem).verify(schedule)).isInstanceOf(Verdict.Accepted.class));
        }
    }

    @Test
    void solvesUnequalMicroBatchesAtLeastAsWellAsDynaPipeAndTheSameEveryTime() {
        Problem problem = unequal(3, 10, new Random(5)).problem();
        SolveOptions options = SolveOptions.DEFAULTS
                .withTimeLimit(Duration.ofSeconds(30))
                .withWorkers(1)
                .withGap(0.1);
        Solution solution = new Search(problem, options, SolveListener.NONE).run();
        Solution again = new Search(problem, options, SolveListener.NONE).run();
        long value = solution.best().orElseThrow().report().value();
        assertThat(Baselines.of(problem, new DynaPipePermutations()).outcome())
                .isInstanceOfSatisfying(
                        Baseline.Scheduled.class,
                        family -> assertThat(family.report().makespan()).isGreaterThanOrEqualTo(value));
        assertThat(again.best().orElseThrow().schedule())
                .isEqualTo(solution.best().orElseThrow().schedule());
    }
}
