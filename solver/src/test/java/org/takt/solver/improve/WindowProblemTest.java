package org.takt.solver.improve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.SpanTiming;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

class WindowProblemTest {
    /** What a window's optimum says of the schedule comes true: for the makespan exactly, for spans at least. */
    @Test
    void promisesWhatItsSolutionsKeep() {
        Random random = new Random(5);
        int improved = 0;
        for (int round = 0; round < 60; round++) {
            Objective objective = round % 3 == 0 ? Objective.MAX_DEVICE_SPAN : Objective.MAKESPAN;
            Problem problem = pipeline(random).withObjective(objective);
            Schedule schedule = schedule(problem, random);
            long value = Schedules.accepted(problem, schedule).value();
            Windows windows = new Windows(new OrderGraph(problem, schedule), random);
            Optional<WindowProblem> chosen = windows.next(1 + random.nextInt(4), 4 + random.nextInt(20));
            if (chosen.isEmpty()) {
                continue;
            }
            WindowProblem window = chosen.get();
            long current =
                    Schedules.accepted(window.problem(), window.current()).value();
            assertThat(current).as("round %d", round).isEqualTo(window.currentValue());

            CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(window.problem(), Duration.ofMinutes(1)));
            assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
            long promised = Math.max(result.lowerBound(), window.lowerBound()) + value - window.currentValue();
            long kept = Schedules.accepted(problem, applied(problem, window, result, schedule))
                    .value();
            assertThat(kept).as("round %d", round).isLessThanOrEqualTo(promised);
            if (objective == Objective.MAKESPAN) {
                assertThat(kept).as("round %d", round).isEqualTo(promised);
            }
            improved += kept < value ? 1 : 0;
        }
        assertThat(improved).as("schedules that a window improved").isGreaterThan(5);
    }

    @Test
    void isNotGivenWhereALongestPathAvoidsItsOps() {
        Problem problem =
                Instances.of(2, 2).costs(5, 6, 4).backward(Backward.SPLIT).problem();
        OrderGraph graph = new OrderGraph(problem, schedule(problem, new Random(1)));
        int[] critical = graph.critical();
        int[] others = IntStream.range(0, graph.size)
                .filter(at -> Arrays.binarySearch(critical, at) < 0)
                .toArray();
        assertThat(others).isNotEmpty();
        assertThat(WindowProblem.of(graph, others)).isEmpty();
    }

    private static Schedule applied(Problem problem, WindowProblem window, CpSatResult result, Schedule schedule) {
        Schedule timed = Schedules.timed(problem, window.apply(result.schedule().orElseThrow(), schedule));
        return problem.objective() == Objective.MAKESPAN ? timed : new SpanTiming(problem).leastSpan(timed);
    }

    private static Schedule schedule(Problem problem, Random random) {
        ListPolicy policy = new ListPolicy(
                List.of(0, 100, 1000).get(random.nextInt(3)),
                random.nextBoolean(),
                random.nextInt(101),
                random.nextBoolean(),
                false);
        Schedule schedule =
                ListScheduler.of(problem, false).orElseThrow().schedule(policy).orElseThrow();
        Schedule earliest = Schedules.timed(problem, DeviceOrders.of(problem, schedule));
        return problem.objective() == Objective.MAKESPAN ? earliest : new SpanTiming(problem).leastSpan(earliest);
    }

    private static Problem pipeline(Random random) {
        int devices = 2 + random.nextInt(3);
        Instances instances = Instances.of(devices, 3 + random.nextInt(4))
                .costs(1 + random.nextInt(9), 1 + random.nextInt(9), random.nextInt(9))
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
                .backward(List.of(Backward.values()).get(random.nextInt(3)))
                .problem();
    }
}
