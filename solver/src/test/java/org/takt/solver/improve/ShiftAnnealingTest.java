package org.takt.solver.improve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.takt.model.Schedules;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.solver.oracle.BruteForce;

class ShiftAnnealingTest {
    @Test
    void reachesTheOptimumOfTinyProblemsAlsoWhereListSchedulesMissIt() {
        Random random = new Random(6);
        int missed = 0;
        for (int round = 0; round < 40; round++) {
            Problem problem = UnequalBatches.random(2, 3, random).problem();
            long optimum = BruteForce.solve(problem).orElseThrow().value();
            OrderGraph graph = UnequalBatches.listed(problem);
            missed += graph.value() > optimum ? 1 : 0;
            ShiftAnnealing annealing = ShiftAnnealing.of(graph, 4_000, round).orElseThrow();
            annealing.run(() -> false);

            assertThat(annealing.bestValue()).as("round %d", round).isEqualTo(optimum);
            assertThat(UnequalBatches.valueOf(problem, annealing.best())).isEqualTo(optimum);
        }
        assertThat(missed).isGreaterThan(5);
    }

    @Test
    void givesTheSameOrdersForTheSameSeedHoweverOftenStopped() {
        Problem problem = UnequalBatches.random(4, 12, new Random(7)).problem();
        OrderGraph graph = UnequalBatches.listed(problem);
        assertThat(ShiftAnnealing.of(graph, 5_000, 3).orElseThrow().bestValue()).isEqualTo(graph.value());
        UnequalBatches.expectSameOrdersHoweverOftenStopped(
                problem, () -> ShiftAnnealing.of(graph, 5_000, 3).orElseThrow());
    }

    /** Random sequences: most put an op before one it waits for, or take too much memory. */
    @Test
    void timesASequenceAsItsDeviceOrdersAreTimedOrRefusesIt() {
        Random random = new Random(8);
        int timed = 0;
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            Problem problem = UnequalBatches.random(2, 3, random).problem();
            OrderGraph graph = UnequalBatches.listed(problem);
            SerialTimer timer = new SerialTimer(graph, OrderMemory.of(graph).orElseThrow());
            int[] sequence = IntStream.range(0, graph.size).toArray();
            for (int exchange = 0; exchange < 3; exchange++) {
                int at = random.nextInt(sequence.length - 1);
                int next = sequence[at];
                sequence[at] = sequence[at + 1];
                sequence[at + 1] = next;
            }
            long value = timer.time(sequence, Long.MAX_VALUE - 1);
            if (value == SerialTimer.REFUSED) {
                refused++;
                continue;
            }
            timed++;
            Schedule expected = Schedules.timed(problem, orders(graph, sequence));
            assertThat(Schedules.accepted(problem, expected).makespan()).isEqualTo(value);
            for (int at = 0; at < graph.size; at++) {
                assertThat(timer.start(at)).isEqualTo(expected.start(graph.op[at]));
            }
            assertThat(timer.time(sequence, value)).isEqualTo(value);
            assertThat(timer.time(sequence, value - 1)).isEqualTo(SerialTimer.REFUSED);
        }
        assertThat(timed).isGreaterThan(30);
        assertThat(refused).isGreaterThan(50);
    }

    private static DeviceOrders orders(OrderGraph graph, int[] sequence) {
        int[] modes = new int[graph.size];
        return new DeviceOrders(
                graph.problem,
                modes,
                IntStream.range(0, graph.sequence.length)
                        .boxed()
                        .collect(Collectors.toMap(resource -> resource, resource -> IntStream.of(sequence)
                                .filter(at -> graph.resources[at][0] == resource)
                                .mapToObj(at -> graph.op[at])
                                .toList())));
    }
}
