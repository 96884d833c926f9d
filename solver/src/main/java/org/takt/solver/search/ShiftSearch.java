package org.takt.solver.search;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.Solution;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.MicroBatchRanks;
import org.takt.solver.improve.OrderGraph;
import org.takt.solver.improve.ShiftAnnealing;

/**
 * Lets unequal micro-batches pass each other, by {@link ShiftAnnealing} from list schedules of the orders of
 * {@link MicroBatchOrders} and from the best schedule in turn, each round longer than the one before, on each worker, until the time is spent.
 */
final class ShiftSearch {
    /** What a move takes per op, in seconds; high enough that on most machines the count ends before the deadline. */
    private static final double SECONDS_PER_OP = 4e-8;

    /** Moves of each run of the first round, and how much longer those of each round are. */
    private static final int FIRST_STEPS = 100_000;

    private static final double GROWTH = 2;

    private static final ListPolicy POLICY = new ListPolicy(100, false, 0, true, false);

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final long seed;
    private final MicroBatchOrders orders;
    private final Optional<ListScheduler> scheduler;
    private final AtomicInteger runs = new AtomicInteger();

    ShiftSearch(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.seed = seed;
        orders = new MicroBatchOrders(problem);
        scheduler = ListScheduler.of(problem, false);
    }

    /** Spends some seconds at most. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        Workers.runOnEach(engineRuns.workers(), () -> {
            while (!isOver(reserve) && anneal(runs.getAndIncrement(), reserve)) {}
        });
    }

    private boolean isOver(double reserve) {
        return progress.isDone() || engineRuns.secondsLeft() <= reserve;
    }

    /** Returns whether there is anything to begin with. */
    private boolean anneal(int run, double reserve) {
        Optional<ShiftAnnealing> begun = first(run % (MicroBatchOrders.FIRST + 1))
                .flatMap(schedule -> ShiftAnnealing.of(new OrderGraph(problem, schedule), seed * 1_000_003 + run));
        if (begun.isEmpty()) {
            return false;
        }
        ShiftAnnealing annealing = begun.get();
        long steps = (long) (FIRST_STEPS * Math.pow(GROWTH, Math.floorDiv(run, MicroBatchOrders.FIRST + 1)));
        annealing.run(steps, () -> {
            engineRuns.charge(SECONDS_PER_OP * problem.ops().size() * ShiftAnnealing.STRIDE);
            return isOver(reserve);
        });
        if (new Timing(problem).earliest(annealing.best()) instanceof TimingResult.Timed timed) {
            progress.offerOrders(timed.schedule(), "shifted micro-batches, run " + run);
        }
        return true;
    }

    private Optional<Schedule> first(int kind) {
        return kind == MicroBatchOrders.FIRST
                ? progress.best().map(Solution.Best::schedule)
                : scheduler.flatMap(
                        lists -> lists.inOrder(MicroBatchRanks.ofOrders(orders.first(kind), orders.first(kind)))
                                .schedule(POLICY));
    }
}
