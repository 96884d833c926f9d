package org.takt.solver.search;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 * {@link MicroBatchOrders} and from the best schedule in turn, each round longer than the one before, on each worker. What
 * a turn interrupts goes on in the next one, as annealing finds most when it is nearly cold.
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
    private final Queue<Run> interrupted = new ConcurrentLinkedQueue<>();

    ShiftSearch(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.seed = seed;
        orders = new MicroBatchOrders(problem);
        scheduler = ListScheduler.of(problem, false);
    }

    private record Run(int number, ShiftAnnealing annealing) {}

    /** Spends some seconds at most. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        Workers.runOnEach(engineRuns.workers(), () -> {
            Optional<Run> run = next(reserve);
            while (run.isPresent()) {
                anneal(run.get(), reserve);
                run = next(reserve);
            }
        });
    }

    private boolean isOver(double reserve) {
        return progress.isDone() || engineRuns.secondsLeft() <= reserve;
    }

    /** Returns nothing when the time is spent, or there is no schedule to begin with. */
    private Optional<Run> next(double reserve) {
        if (isOver(reserve)) {
            return Optional.empty();
        }
        return Optional.ofNullable(interrupted.poll()).or(() -> begin(runs.getAndIncrement()));
    }

    private Optional<Run> begin(int number) {
        int kinds = MicroBatchOrders.FIRST + 1;
        long steps = (long) (FIRST_STEPS * Math.pow(GROWTH, Math.floorDiv(number, kinds)));
        return first(number % kinds)
                .flatMap(schedule ->
                        ShiftAnnealing.of(new OrderGraph(problem, schedule), steps, seed * 1_000_003 + number))
                .map(annealing -> new Run(number, annealing));
    }

    private void anneal(Run run, double reserve) {
        boolean isCold = run.annealing().run(() -> {
            engineRuns.charge(SECONDS_PER_OP * problem.ops().size() * ShiftAnnealing.STRIDE);
            return isOver(reserve);
        });
        if (new Timing(problem).earliest(run.annealing().best()) instanceof TimingResult.Timed timed) {
            progress.offerOrders(timed.schedule(), "shifted micro-batches, run " + run.number());
        }
        if (!isCold) {
            interrupted.add(run);
        }
    }

    private Optional<Schedule> first(int kind) {
        return kind == MicroBatchOrders.FIRST
                ? progress.best().map(Solution.Best::schedule)
                : scheduler.flatMap(
                        lists -> lists.inOrder(MicroBatchRanks.ofOrders(orders.first(kind), orders.first(kind)))
                                .schedule(POLICY));
    }
}
