package org.takt.solver;

import java.time.Duration;
import java.util.Objects;

/**
 * How long and how hard to search. Immutable; start from {@link #DEFAULTS} and replace what differs.
 *
 * @param timeLimit wall-clock limit of a solve, positive; centuries count as one
 * @param gap relative gap (value − bound) / value at which to stop, in [0, 1)
 * @param workers threads for the search, at least 1 and at most {@link #MOST_WORKERS}; with 1 the search may use half the time limit in CP-SAT's
 *     deterministic time, and the result depends on instance, options and seed only, unless a stop comes or the
 *     machine is so slow that the time limit comes first
 * @param seed seed of every random choice, at least 0
 * @param cancelToken stops the solve from another thread
 */
public record SolveOptions(Duration timeLimit, double gap, int workers, int seed, CancelToken cancelToken) {
    /** More threads than a machine has processors; CP-SAT itself refuses more than ten thousand. */
    public static final int MOST_WORKERS = 1024;

    /** 60 seconds, to proved optimality, as many workers as the machine has processors, seed 0. */
    public static final SolveOptions DEFAULTS = new SolveOptions(
            Duration.ofSeconds(60), 0, Runtime.getRuntime().availableProcessors(), 0, new CancelToken());

    public SolveOptions {
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("The time limit is " + timeLimit + ", expected more than 0.");
        }
        if (!(gap >= 0 && gap < 1)) {
            throw new IllegalArgumentException("The gap is " + gap + ", expected at least 0 and less than 1.");
        }
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException(
                    "There are " + workers + " workers, expected at least 1 and at most " + MOST_WORKERS + ".");
        }
        if (seed < 0) {
            throw new IllegalArgumentException("The seed is " + seed + ", expected at least 0.");
        }
        Objects.requireNonNull(cancelToken);
    }

    public SolveOptions withTimeLimit(Duration limit) {
        return new SolveOptions(limit, gap, workers, seed, cancelToken);
    }

    public SolveOptions withGap(double relativeGap) {
        return new SolveOptions(timeLimit, relativeGap, workers, seed, cancelToken);
    }

    public SolveOptions withWorkers(int threads) {
        return new SolveOptions(timeLimit, gap, threads, seed, cancelToken);
    }

    public SolveOptions withSeed(int value) {
        return new SolveOptions(timeLimit, gap, workers, value, cancelToken);
    }

    public SolveOptions withCancelToken(CancelToken token) {
        return new SolveOptions(timeLimit, gap, workers, seed, token);
    }
}
