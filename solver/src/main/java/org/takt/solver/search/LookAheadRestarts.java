package org.takt.solver.search;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.ListScheduler;

/**
 * Offers schedules of the list scheduler with look-ahead under random policies until the time is spent, one after another
 * on each worker. Finds mixtures of policies over time, which small memories ask for.
 */
final class LookAheadRestarts {
    /** What scheduling takes per op, in seconds; high enough that on most machines the count ends before the deadline. */
    private static final double SECONDS_PER_OP = 2e-6;

    private static final int[] INTERVALS = {8, 32, 16};
    private static final int PILOTS = 8;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final long seed;
    private final Optional<ListScheduler> split;
    private final Optional<ListScheduler> fused;
    private final AtomicInteger restarts = new AtomicInteger();

    LookAheadRestarts(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.seed = seed;
        split = ListScheduler.of(problem, false);
        fused = problem.presenceRules().isEmpty() ? Optional.empty() : ListScheduler.of(problem, true);
    }

    /** Spends some seconds at most; nothing where they are too few. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        Workers.runOnEach(engineRuns.workers(), () -> restart(reserve));
    }

    private void restart(double reserve) {
        while (!isOver(reserve)) {
            int number = restarts.getAndIncrement();
            int intervals = INTERVALS[number % INTERVALS.length];
            double expected = SECONDS_PER_OP * problem.ops().size() * intervals * (PILOTS + 1) / 2;
            if (expected > engineRuns.secondsLeft() - reserve) {
                return;
            }
            boolean isFused = fused.isPresent() && number % 2 == 1;
            (isFused ? fused : split)
                    .flatMap(scheduler -> scheduler.lookAhead(
                            intervals, PILOTS, isFused, seed * 1_000_003 + number, () -> isOver(reserve)))
                    .ifPresent(schedule -> offer(schedule, number));
            engineRuns.charge(expected);
        }
    }

    private boolean isOver(double reserve) {
        return progress.isDone() || engineRuns.secondsLeft() <= reserve;
    }

    private void offer(Schedule schedule, int number) {
        progress.offerOrders(schedule, "list scheduler with look-ahead, restart " + number);
    }
}
