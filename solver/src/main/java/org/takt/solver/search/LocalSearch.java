package org.takt.solver.search;

import java.util.Optional;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.Solution;
import org.takt.solver.improve.Annealing;
import org.takt.solver.improve.IncrementalTimer;
import org.takt.solver.improve.OrderGraph;

/** Anneals the orders of the best schedule again and again, ever longer, until the time is spent. */
final class LocalSearch {
    /** What schedules from here are named after. */
    static final String SOURCE = "local search";

    /** Starts that a second computes; low enough that on most machines the work ends before the deadline. */
    private static final double WORK_PER_SECOND = 1e7;

    /** Seconds of the first annealing, and how much longer each is than the one before. */
    private static final double FIRST_RUN = 0.5;

    private static final double GROWTH = 1.5;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final long seed;

    LocalSearch(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.seed = seed;
    }

    /** Spends some seconds at most. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        double length = FIRST_RUN;
        for (long round = 0; !progress.isDone() && engineRuns.secondsLeft() > reserve; round++) {
            double run = Math.min(length, engineRuns.secondsLeft() - reserve);
            if (problem.objective() instanceof Objective.PeakMemory || !anneal(run, seed + round)) {
                return;
            }
            engineRuns.charge(run);
            length *= GROWTH;
        }
    }

    /** Returns whether the timer applies to the best schedule. */
    private boolean anneal(double seconds, long runSeed) {
        Optional<Schedule> best = progress.best().map(Solution.Best::schedule);
        Optional<IncrementalTimer> timer =
                best.flatMap(schedule -> IncrementalTimer.of(new OrderGraph(problem, schedule)));
        if (timer.isEmpty()) {
            return false;
        }
        Annealing annealing = new Annealing(timer.get(), runSeed);
        annealing.run((long) (WORK_PER_SECOND * seconds), progress::isDone);
        if (new Timing(problem).earliest(annealing.best()) instanceof TimingResult.Timed timed) {
            progress.offerOrders(timed.schedule(), SOURCE);
        }
        return true;
    }
}
