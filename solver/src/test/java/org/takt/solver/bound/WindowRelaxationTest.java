package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;

/** Delays and windows of equal micro-batches against optimal schedules of pipelines that memory limits. */
class WindowRelaxationTest {
    private static final int PIPELINES = 25;

    /** F, B, W of one tick each on two devices with room for one micro-batch: each has to return before the next enters. */
    @Test
    void aMicroBatchWaitsForTheOneBeforeWhereOneFits() {
        Problem problem = Instances.of(2, 5)
                .costs(1, 1, 1)
                .latency(0)
                .memory(0, 1, 0, 0)
                .limit(1)
                .backward(Backward.SPLIT)
                .problem();
        EntryDelays delays = EntryDelays.of(MicroBatchSequence.of(problem).orElseThrow());
        assertThat(delays.inFlight()).isEqualTo(1);
        assertThat(delays.between(1)).isEqualTo(4);
        assertThat(delays.between(4)).isEqualTo(16);
    }

    @Test
    void aProvedDelayAddsUp() {
        Problem problem =
                Instances.of(2, 7).costs(1, 1, 1).backward(Backward.SPLIT).problem();
        EntryDelays delays = EntryDelays.of(MicroBatchSequence.of(problem).orElseThrow());
        assertThat(delays.between(6)).isEqualTo(6);
        delays.raise(new ProvedDelay(2, 5, List.of(0), 1));
        assertThat(delays.between(2)).isEqualTo(5);
        assertThat(delays.between(5)).isEqualTo(11);
        assertThat(delays.between(6)).isEqualTo(15);
    }

    /** No delay exceeds what passes in an optimal schedule, and no window's optimum, made a bound, exceeds the optimum. */
    @Test
    void holdOfOptimalSchedules() {
        Random random = new Random(2);
        int compared = 0;
        int reached = 0;
        for (int round = 0; round < PIPELINES; round++) {
            Problem makespan = pipeline(random);
            for (Problem problem : List.of(makespan, makespan.withObjective(Objective.MAX_DEVICE_SPAN))) {
                CpSatResult optimum = solve(problem);
                MicroBatchSequence sequence = MicroBatchSequence.of(problem).orElseThrow();
                EntryDelays delays = EntryDelays.of(sequence);
                for (List<Integer> devices : groups(problem.devices().size())) {
                    proveDelays(sequence, delays, devices, optimum.schedule().orElseThrow());
                    for (int last = 1; last <= sequence.size(); last++) {
                        long bound = bound(WindowRelaxation.ofLast(sequence, delays, devices, last), optimum);
                        assertThat(bound).isLessThanOrEqualTo(optimum.lowerBound());
                        compared++;
                        reached += bound == optimum.lowerBound() ? 1 : 0;
                    }
                }
            }
        }
        assertThat(reached).isGreaterThan(compared / 10);
    }

    private static void proveDelays(
            MicroBatchSequence sequence, EntryDelays delays, List<Integer> devices, Schedule optimal) {
        for (int k = 1; k < sequence.size(); k++) {
            WindowRelaxation relaxation = WindowRelaxation.untilEntry(sequence, delays, devices, k);
            long delay = relaxation.bound(
                    new CoarseTimes(relaxation.problem(), 1),
                    solve(relaxation.problem()).lowerBound());
            delays.raise(new ProvedDelay(k, delay, devices, 1));
            for (int from = 0; from + k < sequence.size(); from++) {
                long passed = optimal.start(sequence.entries().get(from + k))
                        - optimal.start(sequence.entries().get(from));
                assertThat(delays.between(k)).isLessThanOrEqualTo(passed);
            }
        }
    }

    private static long bound(WindowRelaxation relaxation, CpSatResult optimum) {
        CoarseTimes exact = new CoarseTimes(relaxation.problem(), 1);
        long bound = relaxation.bound(exact, solve(relaxation.problem()).lowerBound());
        Schedule restricted = relaxation.restrict(optimum.schedule().orElseThrow());
        long value = Schedules.accepted(relaxation.problem(), restricted).value();
        assertThat(relaxation.bound(exact, value)).isBetween(bound, optimum.lowerBound());
        assertThat(relaxation.bound(exact, relaxation.coarse(exact, bound)))
                .isEqualTo(Math.max(bound, relaxation.bound(exact, 0)));
        return bound;
    }

    private static CpSatResult solve(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result;
    }

    /** Returns the groups with the device where micro-batches enter. */
    private static List<List<Integer>> groups(int devices) {
        return List.of(
                List.of(0),
                List.of(0, devices - 1),
                IntStream.range(0, devices).boxed().toList());
    }

    private static Problem pipeline(Random random) {
        int microBatches = 3 + random.nextInt(3);
        return Instances.of(2 + random.nextInt(2), microBatches)
                .costs(1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3))
                .latency(random.nextInt(3))
                .memory(0, 2, random.nextInt(3), 0)
                .limit(2L * (1 + random.nextInt(microBatches - 1)) + random.nextInt(2))
                .backward(Backward.SPLIT)
                .problem();
    }
}
