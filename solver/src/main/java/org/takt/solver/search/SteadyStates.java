package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.kernel.Kernel;
import org.takt.solver.kernel.KernelTiming;
import org.takt.solver.kernel.MicroBatchPattern;
import org.takt.solver.kernel.ModuloSearch;

/**
 * Offers schedules around a steady state that modulo scheduling finds, one random search after another on each worker. With
 * several stages on each device and little memory these are far better than what any list policy leads to, which knows
 * nothing of when memory comes back.
 */
final class SteadyStates {
    /** What a search takes for each op it places, in seconds; high enough that on most machines the count ends before the deadline. */
    private static final double SECONDS_PER_PLACING = 1e-6;

    /** Micro-batches in a unit, search after search. */
    private static final int[] UNITS = {1, 1, 2, 1, 3};

    /** Larger units hardly ever find shorter periods in the time they take. */
    private static final int LARGEST_UNIT = 2000;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Timing timing;
    private final Verifier verifier;
    private final long seed;
    private final AtomicInteger searches = new AtomicInteger();

    SteadyStates(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.timing = new Timing(problem);
        this.verifier = new Verifier(problem);
        this.seed = seed;
    }

    /** Spends some seconds at most, on ops in the modes of the best schedule; nothing without one. */
    void spend(double seconds) {
        Optional<MicroBatchPattern> pattern = progress.best().flatMap(best -> pattern(best.schedule()));
        if (pattern.isPresent() && !(problem.objective() instanceof Objective.PeakMemory)) {
            double reserve = engineRuns.secondsLeft() - seconds;
            Workers.runOnEach(engineRuns.workers(), () -> search(pattern.get(), reserve));
        }
    }

    private Optional<MicroBatchPattern> pattern(Schedule schedule) {
        int[] modes = new int[schedule.size()];
        for (int op = 0; op < modes.length; op++) {
            modes[op] = schedule.mode(op);
        }
        return MicroBatchPattern.of(problem, modes);
    }

    private void search(MicroBatchPattern one, double reserve) {
        while (!progress.isDone() && engineRuns.secondsLeft() > reserve) {
            int number = searches.getAndIncrement();
            int units = UNITS[number % UNITS.length];
            if (units > 1 && (units * one.opsPerUnit() > LARGEST_UNIT || units > one.units() / 2)) {
                units = 1;
            }
            MicroBatchPattern unit = units == 1 ? one : one.inUnitsOf(units);
            List<Kernel> found = new ArrayList<>();
            long placings = new ModuloSearch(unit, seed * 1_000_003 + number)
                    .search(
                            Kernel.sequential(unit).period(),
                            () -> progress.isDone() || engineRuns.secondsLeft() <= reserve,
                            found::add);
            engineRuns.charge(SECONDS_PER_PLACING * placings);
            if (!found.isEmpty()) {
                offer(found.get(found.size() - 1), "modulo scheduling, search " + number);
            }
        }
    }

    /** Timed again the kernel is no longer, but its micro-batches may meet where memory has no room for both. */
    private void offer(Kernel kernel, String source) {
        new KernelTiming(kernel)
                .tighten()
                .unroll(timing)
                .filter(schedule -> verifier.verify(schedule) instanceof Verdict.Accepted)
                .or(() -> kernel.unroll(timing))
                .ifPresent(schedule -> progress.offerOrders(schedule, source));
    }
}
