package org.takt.solver.improve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

/** Random batches of unequal micro-batches, and what every annealing of their orders keeps to. */
final class UnequalBatches {
    private UnequalBatches() {}

    static Instances random(int devices, int microBatches, Random random) {
        Instances instances = Instances.of(devices, microBatches)
                .costs(1, 0, 0)
                .fullBackward(2)
                .latency(random.nextInt(2))
                .memory(0, 10, 10, 0)
                .limit(45)
                .backward(Backward.FUSED);
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            long permille = 1000L * (1 + random.nextInt(4));
            instances.microBatch(microBatch, permille, permille);
        }
        return instances;
    }

    /** Returns the graph of a list schedule. */
    static OrderGraph listed(Problem problem) {
        Schedule schedule = ListScheduler.of(problem, false)
                .orElseThrow()
                .schedule(new ListPolicy(100, false, 0, true, false))
                .orElseThrow();
        return new OrderGraph(problem, Schedules.timed(problem, DeviceOrders.of(problem, schedule)));
    }

    static long valueOf(Problem problem, DeviceOrders orders) {
        return Schedules.accepted(problem, Schedules.timed(problem, orders)).makespan();
    }

    /** Runs one annealing through and one with stops, and expects the same orders, better than those they began with. */
    static void expectSameOrdersHoweverOftenStopped(Problem problem, Supplier<? extends OrderAnnealing> annealing) {
        OrderAnnealing first = annealing.get();
        long before = first.bestValue();
        assertThat(first.run(() -> false)).isTrue();
        OrderAnnealing second = annealing.get();
        AtomicInteger asked = new AtomicInteger();
        int stops = 0;
        while (!second.run(() -> asked.incrementAndGet() % 10 == 0)) {
            stops++;
        }

        assertThat(stops).isGreaterThan(3);
        assertThat(Schedules.timed(problem, first.best())).isEqualTo(Schedules.timed(problem, second.best()));
        assertThat(first.bestValue()).isLessThan(before);
        assertThat(valueOf(problem, first.best())).isEqualTo(first.bestValue());
    }
}
