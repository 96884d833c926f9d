package org.takt.solver.search;

import java.util.List;
import java.util.Optional;
import org.takt.model.schedule.Schedule;
import org.takt.solver.Solution;
import org.takt.solver.bound.CoarseTimes;
import org.takt.solver.cpsat.CpSatResult;

/**
 * One relaxation on its way from coarse times, which are solved in a second and round off a few per cent, to exact
 * ones. What is solved at one resolution goes on at the next. Runs with a single worker: on problems of a device or two
 * CP-SAT's default search alone ends sooner than a portfolio on two cores, and other relaxations can run beside it.
 */
final class RelaxationRun {
    /** Resolutions for problems of a device or a few. */
    static final List<Integer> RESOLUTIONS = List.of(8, 20, 60, 200);

    /**
     * Coarse times in which the bound in closed form loses more than this share are passed over: what they leave out,
     * such as all of the short ops beside a long one, no search finds again.
     */
    private static final double MOST_LOST = 0.05;

    private final Relaxation relaxation;
    private final long boundInClosedForm;
    private final List<Integer> resolutions;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private int resolution;
    private long bound;

    /**
     * Prepares a run.
     *
     * @param resolutions coarse ticks that the longest op may take, in turn; after these come the exact times
     */
    RelaxationRun(Relaxation relaxation, List<Integer> resolutions, Progress progress, EngineRuns engineRuns) {
        this.relaxation = relaxation;
        this.resolutions = resolutions;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.boundInClosedForm = relaxation.boundInClosedForm();
        this.bound = boundInClosedForm;
    }

    /** Returns the highest bound it has proved, at first in closed form. */
    long bound() {
        return bound;
    }

    /** Returns whether it is solved in exact times and cannot raise the bound any more. */
    boolean isEnded() {
        return resolution > resolutions.size();
    }

    /** Spends some seconds at most, and fewer if it ends or there is nothing left to do. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        while (!isEnded() && !progress.isDone() && engineRuns.secondsLeft() > reserve) {
            CoarseTimes times = times();
            if (!isSolved(times, engineRuns.secondsLeft() - reserve)) {
                return;
            }
            resolution = times.unit() == 1 ? resolutions.size() + 1 : resolution + 1;
        }
    }

    private CoarseTimes times() {
        CoarseTimes times = timesAt(resolution);
        while (times.unit() > 1 && relaxation.boundInClosedForm(times) < (1 - MOST_LOST) * boundInClosedForm) {
            resolution++;
            times = timesAt(resolution);
        }
        return times;
    }

    private CoarseTimes timesAt(int step) {
        long unit = step < resolutions.size() ? CoarseTimes.unitFor(relaxation.problem(), resolutions.get(step)) : 1;
        return new CoarseTimes(relaxation.problem(), unit);
    }

    /** The relaxation need not reach the bound that is known already, so only what exceeds that one is proved here. */
    private boolean isSolved(CoarseTimes times, double seconds) {
        Optional<Schedule> hint = progress.best()
                .map(Solution.Best::schedule)
                .map(relaxation.restriction())
                .map(times::round);
        long known = relaxation.units().coarse(times, progress.certificate().value());
        CpSatResult result = engineRuns.run(
                times.problem(),
                hint,
                known,
                1,
                seconds,
                schedule -> relaxation.onSchedule().accept(times.problem(), schedule),
                coarse -> raise(times, coarse));
        if (result.outcome() == CpSatResult.Outcome.INFEASIBLE) {
            return true;
        }
        if (result.lowerBound() > known) {
            raise(times, result.lowerBound());
        }
        return result.outcome() == CpSatResult.Outcome.OPTIMAL;
    }

    private void raise(CoarseTimes times, long coarseBound) {
        long proved = relaxation.units().bound(times, coarseBound);
        String scope = relaxation.scope() + Relaxation.inUnits(times.unit());
        bound = Math.max(bound, proved);
        progress.raiseBound(engineRuns.certificate(
                proved, relaxation.name(), scope, relaxation.derivation().apply(times.unit())));
    }
}
