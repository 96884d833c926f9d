package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Op;
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
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

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

    /** Half of it is as dense as list scheduling makes it, the other half runs micro-batch after micro-batch: the dense half wins. */
    @Test
    void repeatsTheBestPartOfAScheduleOfTheWhole() {
        Problem problem = tight();
        List<Schedule> repeated = new LongBatch(problem).repeatPart(halfSequential(problem), () -> false);
        long dense = value(problem, listSchedule(problem));
        assertThat(value(problem, halfSequential(problem))).isGreaterThan(dense + dense / 3);
        assertThat(repeated)
                .allSatisfy(found -> value(problem, found))
                .anySatisfy(found -> assertThat(value(problem, found)).isLessThan(dense + dense / 50));
    }

    private static Schedule halfSequential(Problem problem) {
        Schedule dense = listSchedule(problem);
        long lastOfDense = 0;
        long lastOfFirst = 0;
        Map<Role, Long> firstStarts = new HashMap<>();
        for (int index = 0; index < dense.size(); index++) {
            Op op = problem.ops().get(index);
            long end = dense.start(index) + op.modes().get(0).duration();
            if (op.microBatch() == 0) {
                firstStarts.put(Role.of(op), dense.start(index));
                lastOfFirst = Math.max(lastOfFirst, end);
            }
            lastOfDense = op.microBatch() < MICRO_BATCHES / 2 ? Math.max(lastOfDense, end) : lastOfDense;
        }
        long[] starts = new long[dense.size()];
        for (int index = 0; index < starts.length; index++) {
            Op op = problem.ops().get(index);
            int before = op.microBatch() - MICRO_BATCHES / 2;
            starts[index] =
                    before < 0 ? dense.start(index) : lastOfDense + before * lastOfFirst + firstStarts.get(Role.of(op));
        }
        return new Schedule(starts, new int[starts.length]);
    }

    @Test
    void shortensNoShortBatch() {
        assertThat(new LongBatch(tight()).shortened(MICRO_BATCHES - 1)).isEmpty();
    }

    private static Schedule listSchedule(Problem problem) {
        return ListScheduler.of(problem, false)
                .orElseThrow()
                .schedule(new ListPolicy(100, false, 0, true, false))
                .orElseThrow();
    }
}
