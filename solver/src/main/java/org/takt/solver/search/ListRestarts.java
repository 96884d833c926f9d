package org.takt.solver.search;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.takt.model.problem.Problem;
import org.takt.solver.heuristic.ListScheduler;

/**
 * Offers schedules of the list scheduler, made in some way, until the time is spent: one restart after another on each worker,
 * with split and fused backwards in turn where there is a choice.
 */
final class ListRestarts {
    private final RestartWay way;
    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final long seed;
    private final Optional<ListScheduler> split;
    private final Optional<ListScheduler> fused;
    private final AtomicInteger restarts = new AtomicInteger();

    ListRestarts(RestartWay way, Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.way = way;
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.seed = seed;
        split = ListScheduler.of(problem, false);
        fused = problem.presenceRules().isEmpty() ? Optional.empty() : ListScheduler.of(problem, true);
    }

    /** Spends some seconds at most; nothing where they are too few for a restart. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        Workers.runOnEach(engineRuns.workers(), () -> restart(reserve));
    }

    private void restart(double reserve) {
        while (!isOver(reserve)) {
            int number = restarts.getAndIncrement();
            double expected = way.secondsPerOp(number) * problem.ops().size();
            if (expected > engineRuns.secondsLeft() - reserve) {
                return;
            }
            boolean isFused = fused.isPresent() && number % 2 == 1;
            (isFused ? fused : split)
                    .flatMap(scheduler ->
                            way.schedule(scheduler, isFused, number, seed * 1_000_003 + number, () -> isOver(reserve)))
                    .ifPresent(schedule -> progress.offerOneOfMany(schedule, way.name() + " " + number));
            engineRuns.charge(expected);
        }
    }

    private boolean isOver(double reserve) {
        return progress.isDone() || engineRuns.secondsLeft() <= reserve;
    }
}
