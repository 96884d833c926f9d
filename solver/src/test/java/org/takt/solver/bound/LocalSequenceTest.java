package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;

/** Micro-batches as devices with two stages see them, against optimal schedules of pipelines that memory limits. */
class LocalSequenceTest {
    private static final int PIPELINES = 12;

    /** Two devices in a V with room for one micro-batch, two stages of one unit each, on each device. */
    private static Instances tightV(int microBatches) {
        return Instances.of(2, microBatches)
                .stages(4)
                .placement(new Placement.V())
                .costs(1, 1, 1)
                .latency(0)
                .memory(0, 1, 0, 0)
                .backward(Backward.SPLIT);
    }

    private static LocalSequence behindStage(int stage, int device, Problem problem) {
        MicroBatchSequence whole = MicroBatchSequence.of(problem).orElseThrow();
        return LocalSequence.on(List.of(device), whole, new ProblemAnalysis(problem)).stream()
                .filter(local -> problem.ops().get(local.entry()).stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    /**
     * At the turn stage 1 and 2 run F F, wait for F and I of stage 3 on the other device, and run I I: with room for both
     * activations alone, the next micro-batch enters when the first activation comes back.
     */
    @Test
    void theNextMicroBatchLeavesTheFirstRoomForItsSecondChunk() {
        Problem problem = tightV(4).limit(2).problem();
        LocalSequence turn = behindStage(1, 1, problem);
        assertThat(turn.head()).isEqualTo(1);
        assertThat(turn.scope()).isEqualTo("device d1, behind F of stage 1");
        EntryDelays delays = EntryDelays.of(turn.sequence());
        assertThat(delays.inFlight()).isEqualTo(1);
        assertThat(delays.between(1)).isEqualTo(5);
    }

    /** With room for three activations, two micro-batches behind their first stage would leave the first only just enough. */
    @Test
    void moreRoomLetsMoreEnter() {
        Problem problem = tightV(4).limit(3).problem();
        assertThat(EntryDelays.of(behindStage(1, 1, problem).sequence()).inFlight())
                .isEqualTo(2);
        assertThat(EntryDelays.of(behindStage(2, 1, problem).sequence()).inFlight())
                .isEqualTo(1);
    }

    /** Splitting, ordering and local windows never exceed the optimum; ordering never raises it; delays hold in it. */
    @Test
    void holdOfOptimalSchedules() {
        Random random = new Random(5);
        int better = 0;
        for (int round = 0; round < PIPELINES; round++) {
            Problem makespan = pipeline(random);
            for (Problem problem : List.of(makespan, makespan.withObjective(Objective.MAX_DEVICE_SPAN))) {
                CpSatResult optimum = solve(problem);
                MicroBatchSequence whole = MicroBatchSequence.of(problem).orElseThrow();
                assertThat(solve(whole.window(whole.size()).problem()).lowerBound())
                        .isEqualTo(optimum.lowerBound());
                ProblemAnalysis analysis = new ProblemAnalysis(problem);
                for (List<Integer> devices : List.of(List.of(0), List.of(1), List.of(0, 1))) {
                    for (LocalSequence local : LocalSequence.on(devices, whole, analysis)) {
                        assertThat(ClosedFormBounds.ofSequence(local).value())
                                .isLessThanOrEqualTo(optimum.lowerBound());
                        better += checkDelays(local, optimum) ? 1 : 0;
                        checkWindows(local, optimum);
                    }
                }
            }
        }
        assertThat(better).isGreaterThan(PIPELINES);
    }

    /** Returns whether a proof raised any delay. */
    private static boolean checkDelays(LocalSequence local, CpSatResult optimum) {
        MicroBatchSequence sequence = local.sequence();
        EntryDelays delays = EntryDelays.of(sequence);
        EntryDelays closedForm = delays.copy();
        Schedule schedule = local.restrict(optimum.schedule().orElseThrow());
        boolean isRaised = false;
        for (int k = 1; k < sequence.size(); k++) {
            WindowRelaxation window = WindowRelaxation.untilEntry(sequence, delays, local.localDevices(), k);
            long delay = window.bound(
                    new CoarseTimes(window.problem(), 1),
                    solve(window.problem()).lowerBound());
            assertThat(closedForm.between(k)).isLessThanOrEqualTo(delay);
            isRaised |= delay > closedForm.between(k);
            ProvedDelay proved = new ProvedDelay(k, delay, local.localDevices(), 1);
            assertThat(local.inLocal(local.inWhole(proved))).isEqualTo(proved);
            delays.raise(proved);
            for (int from = 0; from + k < sequence.size(); from++) {
                assertThat(delays.between(k))
                        .isLessThanOrEqualTo(schedule.start(sequence.entries().get(from + k))
                                - schedule.start(sequence.entries().get(from)));
            }
        }
        return isRaised;
    }

    private static void checkWindows(LocalSequence local, CpSatResult optimum) {
        EntryDelays delays = EntryDelays.of(local.sequence());
        for (int last = 1; last <= local.sequence().size(); last++) {
            WindowRelaxation window = WindowRelaxation.ofLast(local.sequence(), delays, local.localDevices(), last);
            CoarseTimes exact = new CoarseTimes(window.problem(), 1);
            long bound = window.bound(exact, solve(window.problem()).lowerBound());
            assertThat(local.head() + bound).isLessThanOrEqualTo(optimum.lowerBound());
            Schedule restricted =
                    window.restrict(local.restrict(optimum.schedule().orElseThrow()));
            long value = Schedules.accepted(window.problem(), restricted).value();
            assertThat(window.bound(exact, value)).isGreaterThanOrEqualTo(bound);
        }
    }

    private static CpSatResult solve(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result;
    }

    private static Problem pipeline(Random random) {
        List<Placement> placements = new ArrayList<>(List.of(new Placement.V(), new Placement.Loop()));
        return Instances.of(2, 3 + random.nextInt(2))
                .stages(4)
                .placement(placements.get(random.nextInt(2)))
                .costs(1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3))
                .latency(random.nextInt(3))
                .memory(0, 2, random.nextInt(2), 0)
                .limit(4 + random.nextInt(5))
                .backward(Backward.SPLIT)
                .problem();
    }
}
