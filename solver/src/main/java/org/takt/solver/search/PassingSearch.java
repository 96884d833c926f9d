package org.takt.solver.search;

import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.solver.Solution;
import org.takt.solver.improve.OrderGraph;
import org.takt.solver.improve.PassingAnnealing;

/**
 * Looks for where the longest of unequal micro-batches is best passed by the others, by {@link PassingAnnealing} from the orders of
 * {@link MicroBatchOrders}, on each worker.
 */
final class PassingSearch {
    /** What a move takes per op, and per op and resource. */
    private static final double SECONDS_PER_OP = 4e-8;

    private static final double SECONDS_PER_CHOICE = 2e-9;

    /** The first runs are short, to have something soon. */
    private static final int SHORT_RUNS = 2;

    private static final int SHORT_STEPS = 100_000;

    /** Moves of the next ones, how many are as long, as each ends elsewhere, and how much longer then. */
    private static final int STEPS = 400_000;

    private static final int AS_LONG = 24;

    private static final double GROWTH = 2;

    private final Problem problem;
    private final Progress progress;
    private final long seed;
    private final MicroBatchOrders orders;
    private final AnnealedRuns runs;

    PassingSearch(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.seed = seed;
        orders = new MicroBatchOrders(problem);
        double secondsPerOp =
                SECONDS_PER_OP + SECONDS_PER_CHOICE * problem.resources().size();
        runs = new AnnealedRuns(
                problem,
                progress,
                engineRuns,
                "passed micro-batch",
                secondsPerOp * problem.ops().size(),
                this::begin);
    }

    /** Spends some seconds at most; none where there is no schedule, or none that {@link PassingAnnealing} can begin with. */
    void spend(double seconds) {
        runs.spend(seconds);
    }

    private Optional<PassingAnnealing> begin(int number) {
        int[] order = orders.first(number % MicroBatchOrders.FIRST);
        return progress.best()
                .map(Solution.Best::schedule)
                .flatMap(schedule -> PassingAnnealing.of(
                        new OrderGraph(problem, schedule), order, steps(number), seed * 1_000_003 + number));
    }

    private static long steps(int number) {
        int longer = Math.floorDiv(number - SHORT_RUNS, AS_LONG);
        return longer < 0 ? SHORT_STEPS : (long) (STEPS * Math.pow(GROWTH, longer));
    }
}
