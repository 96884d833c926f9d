package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.kernel.Kernel;
import org.takt.solver.kernel.KernelFinder;
import org.takt.solver.kernel.Repetitions;
import org.takt.solver.kernel.UnitRow;

/**
 * Schedules of a long batch around a kernel that repeats, with its warm-up before it and its drain behind it: from a
 * schedule of the whole, by repeating what its best part does; or from a schedule of a short batch, which is searched far
 * faster. CP-SAT on a kernel of either improves it hardly ever (measured with little memory on 8 devices and 64
 * micro-batches, 15 deterministic seconds each), so that is left to periodic schedules. Time and memory grow linearly with
 * the batch, but for a logarithm. Whatever is found keeps every rule.
 */
public final class LongBatch {
    /** Micro-batches by which batches are shortened: a multiple of most numbers that repeat. */
    private static final int STEP = 24;

    /** Ops to time when looking for repetitions. */
    private static final long OPS_TO_TIME = 4_000_000;

    private static final int KERNELS = 8;

    private final Problem problem;
    private final Timing timing;
    private final Verifier verifier;

    /** Prepares schedules of a problem. */
    public LongBatch(Problem problem) {
        this.problem = problem;
        this.timing = new Timing(problem);
        this.verifier = new Verifier(problem);
    }

    /**
     * A batch cut short.
     *
     * @param whole the units of the whole batch
     * @param part its first units
     */
    public record Shortened(UnitRow whole, UnitRow part) {
        /** Returns the problem to solve. */
        public Problem problem() {
            return part.problem();
        }
    }

    /**
     * Returns the batch cut down to some units, or up to 23 more, or nothing where it is no longer than that or does not
     * consist of equal units.
     *
     * @param units units to keep at least, at least 2
     */
    public Optional<Shortened> shortened(int units) {
        return UnitRow.of(problem)
                .filter(row -> row.units() - units >= STEP)
                .map(row -> new Shortened(row, row.first(row.units() - (row.units() - units) / STEP * STEP)));
    }

    /** Returns the best schedule of the whole that repeats a part of a schedule of the short batch, or nothing where no repetition keeps every rule. */
    public Optional<Schedule> prolong(Shortened shortened, Schedule schedule) {
        int judged = Math.min(shortened.whole().units(), shortened.part().units() + 2 * STEP);
        UnitRow longer = judged == shortened.whole().units()
                ? shortened.whole()
                : shortened.whole().first(judged);
        return new Repetitions(shortened.part(), longer, shortened.whole())
                .of(schedule, OPS_TO_TIME).stream()
                        .limit(KERNELS)
                        .flatMap(valued ->
                                valued
                                        .repetition()
                                        .unroll(shortened.whole(), shortened.part(), schedule, timing)
                                        .stream())
                        .filter(this::isAccepted)
                        .findFirst();
    }

    /**
     * Returns schedules that repeat a part of the given one from the first micro-batch to the last, in the order of what
     * they promise.
     *
     * @param stop asked often; true ends the search with what there is
     */
    public List<Schedule> repeatPart(Schedule schedule, BooleanSupplier stop) {
        List<Schedule> schedules = new ArrayList<>();
        for (Kernel kernel : new KernelFinder(problem).in(schedule, KERNELS, stop)) {
            kernel.unroll(timing).filter(this::isAccepted).ifPresent(schedules::add);
        }
        return schedules;
    }

    private boolean isAccepted(Schedule schedule) {
        return verifier.verify(schedule) instanceof Verdict.Accepted;
    }
}
