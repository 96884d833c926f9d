package org.takt.solver.search;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.Variation;

/** Offers schedules of the list scheduler under random policies and variations until the time is spent, one after another on each worker. */
final class RandomRestarts {
    /** What scheduling takes per op, in seconds; high enough that on most machines the count ends before the deadline. */
    private static final double SECONDS_PER_OP = 1e-5;

    private static final int LARGEST_WARM_UP = 250;
    private static final int LARGEST_WHIM_PERMILLE = 100;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final long seed;
    private final Optional<ListScheduler> split;
    private final Optional<ListScheduler> fused;
    private final AtomicInteger restarts = new AtomicInteger();

    RandomRestarts(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.seed = seed;
        split = ListScheduler.of(problem, false);
        fused = problem.presenceRules().isEmpty() ? Optional.empty() : ListScheduler.of(problem, true);
    }

    /** Spends some seconds at most. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        Workers.runOnEach(engineRuns.workers(), () -> restart(reserve));
    }

    private void restart(double reserve) {
        while (!progress.isDone() && engineRuns.secondsLeft() > reserve) {
            int number = restarts.getAndIncrement();
            Random random = new Random(seed * 1_000_003 + number);
            boolean isFused = fused.isPresent() && number % 2 == 1;
            ListPolicy policy =
                    new ListPolicy(random.nextInt(LARGEST_WARM_UP), false, random.nextInt(101), true, isFused);
            Variation variation = random.nextBoolean()
                    ? new Variation(random.nextInt(LARGEST_WHIM_PERMILLE), 0, random.nextLong())
                    : new Variation(0, random.nextInt(101), random.nextLong());
            (isFused ? fused : split)
                    .flatMap(scheduler -> scheduler.schedule(policy, variation))
                    .ifPresent(schedule -> offer(schedule, number));
            engineRuns.charge(SECONDS_PER_OP * problem.ops().size());
        }
    }

    private void offer(Schedule schedule, int number) {
        progress.offerOrders(schedule, "list scheduler, random restart " + number);
    }
}
