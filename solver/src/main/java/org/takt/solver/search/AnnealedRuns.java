package org.takt.solver.search;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.improve.OrderAnnealing;

/**
 * Runs of one kind of annealing, numbered from 0, on each worker one after the other. What a turn interrupts goes on in the next
 * one, as annealing finds most when it is nearly cold.
 */
final class AnnealedRuns {
    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final String source;
    private final double secondsPerMove;
    private final IntFunction<Optional<? extends OrderAnnealing>> begin;
    private final AtomicInteger runs = new AtomicInteger();
    private final Queue<Run> interrupted = new ConcurrentLinkedQueue<>();

    /**
     * Prepares runs.
     *
     * @param source what its schedules are named after
     * @param secondsPerMove what a move takes; high enough that on most machines the count ends before the deadline
     * @param begin makes the run of a number, or none where that kind of annealing does not apply; called from any worker
     */
    AnnealedRuns(
            Problem problem,
            Progress progress,
            EngineRuns engineRuns,
            String source,
            double secondsPerMove,
            IntFunction<Optional<? extends OrderAnnealing>> begin) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.source = source;
        this.secondsPerMove = secondsPerMove;
        this.begin = begin;
    }

    private record Run(int number, OrderAnnealing annealing) {}

    /** Spends some seconds at most; less where a run does not apply. */
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

    private Optional<Run> next(double reserve) {
        if (isOver(reserve)) {
            return Optional.empty();
        }
        return Optional.ofNullable(interrupted.poll()).or(this::first);
    }

    private Optional<Run> first() {
        int number = runs.getAndIncrement();
        return begin.apply(number).map(annealing -> new Run(number, annealing));
    }

    private void anneal(Run run, double reserve) {
        boolean isCold = run.annealing().run(() -> {
            engineRuns.charge(secondsPerMove * OrderAnnealing.STRIDE);
            return isOver(reserve);
        });
        if (new Timing(problem).earliest(run.annealing().best()) instanceof TimingResult.Timed timed) {
            progress.offerOrders(timed.schedule(), source + ", run " + run.number());
        }
        if (!isCold) {
            interrupted.add(run);
        }
    }
}
