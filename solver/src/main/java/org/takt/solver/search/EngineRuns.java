package org.takt.solver.search;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.StartSumProblem;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.cpsat.StartSumEngine;
import org.takt.solver.cpsat.StartSumRequest;
import org.takt.solver.cpsat.StartSumResult;

/**
 * All CP-SAT runs of one solve, and the time they share. With a single worker that is CP-SAT's deterministic time, so that
 * the result does not depend on the machine's load; the deadline stands in every case.
 */
final class EngineRuns {
    /** Deterministic seconds per second of the time limit; low enough that on most machines they end first. */
    private static final double DETERMINISTIC_SHARE = 0.5;

    private final SolveOptions options;
    private final Deadline deadline;
    private final BooleanSupplier stop;
    private double deterministicTime;
    private int occupied;

    /**
     * Prepares runs.
     *
     * @param stop whether there is nothing left to do; asked often, from other threads
     */
    EngineRuns(SolveOptions options, Deadline deadline, BooleanSupplier stop) {
        this.options = options;
        this.deadline = deadline;
        this.stop = stop;
    }

    /** Returns the threads that all runs at once may use, but for those that are occupied; at least 1. */
    synchronized int workers() {
        return Math.max(1, options.workers() - occupied);
    }

    /** Takes a thread away from what asks for {@link #workers} until the work ends, and does the work. */
    void onOwnThread(Runnable work) {
        occupy(1);
        try {
            work.run();
        } finally {
            occupy(-1);
        }
    }

    private synchronized void occupy(int threads) {
        occupied += threads;
    }

    /** Returns the seconds left for runs. */
    synchronized double secondsLeft() {
        double wall = deadline.remaining().toNanos() / 1e9;
        return isDeterministic()
                ? Math.min(wall, DETERMINISTIC_SHARE * deadline.limit().toNanos() / 1e9 - deterministicTime)
                : wall;
    }

    /**
     * Runs CP-SAT. Several threads may do so at once.
     *
     * @param workers threads for this run
     * @param lowerBound a bound on the objective; schedules below it are of no interest
     * @param seconds how long at most
     */
    CpSatResult run(
            Problem problem,
            Optional<Schedule> hint,
            long lowerBound,
            int workers,
            double seconds,
            Consumer<Schedule> onSchedule,
            LongConsumer onBound) {
        CpSatRequest request =
                request(problem, workers, seconds).withLowerBound(lowerBound).withListeners(onSchedule, onBound);
        return solve(hint.map(request::withHint).orElse(request));
    }

    /**
     * Looks for any schedule whose objective does not exceed a value. Several threads may do so at once.
     *
     * @param atMost at least 0
     * @param workers threads for this run
     * @return infeasible where it is proved that there is none
     */
    CpSatResult findWithin(Problem problem, long atMost, int workers) {
        return solve(request(problem, workers, secondsLeft())
                .withObjectiveAtMost(atMost)
                .withLowerBound(atMost));
    }

    /**
     * Bounds a sum of starts with one thread. Several threads may do so at once.
     *
     * @param seconds how long at most
     */
    StartSumResult sum(StartSumProblem problem, double seconds) {
        return sumWithin(problem, Long.MAX_VALUE, seconds);
    }

    /** Looks for any schedule whose sum of starts does not exceed a value, with one thread. */
    StartSumResult sumWithin(StartSumProblem problem, long atMost) {
        return sumWithin(problem, atMost, secondsLeft());
    }

    private StartSumResult sumWithin(StartSumProblem problem, long atMost, double seconds) {
        StartSumResult result = new StartSumEngine()
                .solve(new StartSumRequest(
                        problem,
                        atMost,
                        wallLimit(seconds),
                        isDeterministic() ? OptionalDouble.of(positive(seconds)) : OptionalDouble.empty(),
                        options.seed(),
                        stop));
        charge(result.deterministicTime());
        return result;
    }

    private CpSatRequest request(Problem problem, int workers, double seconds) {
        CpSatRequest request = CpSatRequest.of(problem, wallLimit(seconds))
                .withWorkers(workers)
                .withSeed(options.seed())
                .withStop(stop);
        return isDeterministic() ? request.withDeterministicLimit(positive(seconds)) : request;
    }

    private Duration wallLimit(double seconds) {
        return isDeterministic()
                ? atLeastOneMilli(deadline.remaining())
                : Duration.ofNanos((long) (1e9 * positive(seconds)));
    }

    private static double positive(double seconds) {
        return Math.max(seconds, 1e-3);
    }

    private CpSatResult solve(CpSatRequest request) {
        CpSatResult result = new CpSatEngine().solve(request);
        charge(result.deterministicTime());
        return result;
    }

    /** Returns how much of a time limit makes one second for runs: more than one where that is deterministic time. */
    double wallPerSecond() {
        return isDeterministic() ? 1 / DETERMINISTIC_SHARE : 1;
    }

    /** Counts work that is part of no run, in CP-SAT's deterministic seconds. */
    synchronized void charge(double seconds) {
        deterministicTime += seconds;
    }

    Certificate certificate(long value, String bound, String scope, Derivation derivation) {
        return new Certificate(value, bound, scope, engine(), options.seed(), derivation);
    }

    Certificate noSchedule(String bound, String scope) {
        return Certificate.noSchedule(bound, scope, engine(), options.seed());
    }

    private static String engine() {
        return "CP-SAT " + CpSatEngine.version();
    }

    private boolean isDeterministic() {
        return options.workers() == 1;
    }

    private static Duration atLeastOneMilli(Duration duration) {
        return duration.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : duration;
    }
}
