package org.takt.solver.search;

import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.Solution;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.MicroBatchRanks;
import org.takt.solver.improve.OrderGraph;
import org.takt.solver.improve.ShiftAnnealing;

/**
 * Lets unequal micro-batches pass each other, by {@link ShiftAnnealing} from list schedules of the orders of
 * {@link MicroBatchOrders} and from the best schedule in turn, each round longer than the one before, on each worker.
 */
final class ShiftSearch {
    private static final double SECONDS_PER_OP = 4e-8;

    /** Moves of each run of the first round, and how much longer those of each round are. */
    private static final int FIRST_STEPS = 100_000;

    private static final double GROWTH = 2;

    private static final ListPolicy POLICY = new ListPolicy(100, false, 0, true, false);

    private final Problem problem;
    private final Progress progress;
    private final long seed;
    private final MicroBatchOrders orders;
    private final Optional<ListScheduler> scheduler;
    private final AnnealedRuns runs;

    ShiftSearch(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.seed = seed;
        orders = new MicroBatchOrders(problem);
        scheduler = ListScheduler.of(problem, false);
        double secondsPerMove = SECONDS_PER_OP * problem.ops().size();
        runs = new AnnealedRuns(problem, progress, engineRuns, "shifted micro-batches", secondsPerMove, this::begin);
    }

    /** Spends some seconds at most. */
    void spend(double seconds) {
        runs.spend(seconds);
    }

    /** Returns nothing where there is no schedule to begin with. */
    private Optional<ShiftAnnealing> begin(int number) {
        int kinds = MicroBatchOrders.FIRST + 1;
        long steps = (long) (FIRST_STEPS * Math.pow(GROWTH, Math.floorDiv(number, kinds)));
        return first(number % kinds)
                .flatMap(schedule ->
                        ShiftAnnealing.of(new OrderGraph(problem, schedule), steps, seed * 1_000_003 + number));
    }

    private Optional<Schedule> first(int kind) {
        return kind == MicroBatchOrders.FIRST
                ? progress.best().map(Solution.Best::schedule)
                : scheduler.flatMap(
                        lists -> lists.inOrder(MicroBatchRanks.ofOrders(orders.first(kind), orders.first(kind)))
                                .schedule(POLICY));
    }
}
