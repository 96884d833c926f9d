package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.kernel.Repetitions;
import org.takt.solver.kernel.UnitRow;

class LongBatchTest {
    private static final int MICRO_BATCHES = 60;

    /** Three devices with memory for two micro-batches each where 1F1B needs three. */
    private static Problem tight() {
        return Instances.of(3, MICRO_BATCHES)
                .backward(Backward.SPLIT)
                .costs(5, 6, 4)
                .memory(0, 10, 4, 0)
                .limit(20)
                .problem();
    }

    private static long value(Problem problem, Schedule schedule) {
        Verdict verdict = new Verifier(problem).verify(schedule);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).report().value();
    }

    /** What the short batch's optimum repeats is no worse than list scheduling of the whole. */
    @Test
    void prolongsAnOptimalScheduleOfAShortBatch() {
        Problem problem = tight();
        LongBatch batch = new LongBatch(problem);
        LongBatch.Shortened shortened = batch.shortened(8).orElseThrow();
        assertThat(shortened.part().units()).isEqualTo(12);
        Schedule optimal = new CpSatEngine()
                .solve(CpSatRequest.of(shortened.problem(), Duration.ofMinutes(5))
                        .withDeterministicLimit(5))
                .schedule()
                .orElseThrow();
        Schedule prolonged = batch.prolong(shortened, optimal).orElseThrow();
        assertThat(value(problem, prolonged)).isLessThanOrEqualTo(value(problem, listSchedule(problem)));
    }

    /** Repetitions of 16 and 48 micro-batches, which fill 48 by which they are judged, do not fill 72 that are missing. */
    @Test
    void repeatsOnlyWhatFillsTheWholeBatch() {
        UnitRow whole = UnitRow.of(Instances.of(2, 92)
                        .costs(3, 3, 2)
                        .memory(0, 1, 0, 0)
                        .limit(2)
                        .problem())
                .orElseThrow();
        UnitRow part = whole.first(20);
        Schedule schedule = listSchedule(part.problem());
        assertThat(counts(part, whole.first(68), whole.first(68), schedule)).contains(1, 16);
        assertThat(counts(part, whole.first(68), whole, schedule)).contains(1).doesNotContain(16);
    }

    private static Set<Integer> counts(UnitRow part, UnitRow judged, UnitRow whole, Schedule schedule) {
        return new Repetitions(part, judged, whole)
                .of(schedule, Long.MAX_VALUE).stream()
                        .map(valued -> valued.repetition().count())
                        .collect(Collectors.toSet());
    }

    @Test
    void repeatsAPartOfAScheduleOfTheWhole() {
        Problem problem = tight();
        List<Schedule> schedules = new LongBatch(problem).repeatPart(listSchedule(problem), () -> false);
        assertThat(schedules).isNotEmpty().allSatisfy(schedule -> value(problem, schedule));
    }

    @Test
    void improvesAKernelReproducibly() {
        Problem problem = tight();
        Schedule list = listSchedule(problem);
        Schedule improved = improve(problem, list);
        assertThat(value(problem, improved)).isPositive();
        assertThat(improve(problem, list)).isEqualTo(improved);
    }

    @Test
    void shortensNoShortBatch() {
        assertThat(new LongBatch(tight()).shortened(MICRO_BATCHES - 1)).isEmpty();
    }

    private static Schedule improve(Problem problem, Schedule schedule) {
        return new LongBatch(problem)
                .improveKernel(schedule, 300, OptionalDouble.of(3), 1, 0, () -> false)
                .orElseThrow();
    }

    private static Schedule listSchedule(Problem problem) {
        return ListScheduler.of(problem, false)
                .orElseThrow()
                .schedule(new ListPolicy(100, false, 0, true, false))
                .orElseThrow();
    }
}
