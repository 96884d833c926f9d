package org.takt.solver.improve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

class IncrementalTimerTest {
    /** Against timing from scratch and the verifier, over random moves of which many lock up or exceed the memory. */
    @Test
    void keepsExactlyTheMovesThatAreLegalAndTimesThemExactly() {
        Random random = new Random(3);
        int kept = 0;
        int refused = 0;
        for (int round = 0; round < 60; round++) {
            Problem problem = pipeline(random);
            OrderGraph graph = new OrderGraph(problem, schedule(problem));
            IncrementalTimer timer = IncrementalTimer.of(graph).orElseThrow();
            for (int move = 0; move < 40; move++) {
                int resource = random.nextInt(problem.resources().size());
                int length = timer.length(resource);
                if (length < 2) {
                    continue;
                }
                int from = random.nextInt(length);
                int to = Math.max(0, Math.min(length - 1, from + random.nextInt(7) - 3));
                int[][] tried = timer.copyOrders();
                move(tried[resource], from, to);
                boolean isLegal = isLegal(problem, timer.orders(tried));
                long largest = random.nextInt(4) == 0 ? timer.value() : IncrementalTimer.REFUSED - 1;

                long value = timer.move(resource, from, to, largest);
                Schedule timed = Schedules.timed(problem, timer.orders());
                assertThat(timer.value())
                        .isEqualTo(Schedules.accepted(problem, timed).makespan());
                for (int at = 0; at < graph.size; at++) {
                    assertThat(timer.start(at)).isEqualTo(timed.start(graph.op[at]));
                }
                if (value == IncrementalTimer.REFUSED) {
                    refused++;
                    assertThat(isLegal && valueOf(problem, timer.orders(tried)) <= largest)
                            .as("round %d, move %d", round, move)
                            .isFalse();
                } else {
                    kept++;
                    assertThat(isLegal).isTrue();
                    assertThat(timer.copyOrders()).isDeepEqualTo(tried);
                    assertThat(value).isEqualTo(timer.value());
                }
            }
        }
        assertThat(kept).isGreaterThan(300);
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void doesNotApplyWhereAnotherResourceReleasesABuffer() {
        Problem problem = pipeline(new Random(1));
        assertThat(IncrementalTimer.of(new OrderGraph(problem, schedule(problem))))
                .isPresent();
        List<Buffer> buffers = problem.buffers().stream()
                .map(buffer -> new Buffer(
                        (buffer.device() + 1) % problem.devices().size(),
                        buffer.size(),
                        buffer.takenAt(),
                        buffer.releasedBy()))
                .toList();
        Problem mixed = new Problem(
                problem.devices(),
                problem.resources(),
                problem.ops(),
                problem.precedences(),
                Stream.concat(problem.buffers().stream(), buffers.stream()).toList(),
                problem.presenceRules(),
                problem.objective());
        assertThat(IncrementalTimer.of(new OrderGraph(mixed, schedule(problem))))
                .isEmpty();
    }

    private static void move(int[] order, int from, int to) {
        int moved = order[from];
        for (int index = from; index != to; index += Integer.signum(to - from)) {
            order[index] = order[index + Integer.signum(to - from)];
        }
        order[to] = moved;
    }

    private static boolean isLegal(Problem problem, DeviceOrders orders) {
        return new Timing(problem).earliest(orders) instanceof TimingResult.Timed timed
                && new Verifier(problem).verify(timed.schedule()) instanceof Verdict.Accepted;
    }

    private static long valueOf(Problem problem, DeviceOrders orders) {
        return Schedules.accepted(problem, Schedules.timed(problem, orders)).makespan();
    }

    private static Schedule schedule(Problem problem) {
        Schedule schedule = ListScheduler.of(problem, false)
                .orElseThrow()
                .schedule(new ListPolicy(100, false, 0, true, false))
                .orElseThrow();
        return Schedules.timed(problem, DeviceOrders.of(problem, schedule));
    }

    private static Problem pipeline(Random random) {
        int devices = 2 + random.nextInt(3);
        Instances instances = Instances.of(devices, 2 + random.nextInt(4))
                .costs(1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(9))
                .memory(0, 2, 1, 0)
                .limit(4 + random.nextInt(4));
        if (random.nextBoolean()) {
            instances.stages(2 * devices).placement(new Placement.V()).limit(8 + random.nextInt(6));
        }
        if (random.nextBoolean()) {
            instances.exclusive(1 + random.nextInt(3), random.nextInt(3));
        } else {
            instances.latency(random.nextInt(3));
        }
        return instances
                .backward(random.nextBoolean() ? Backward.SPLIT : Backward.FUSED)
                .problem();
    }
}
