package org.takt.solver.benchmark;

import java.time.Duration;
import org.takt.solver.CancelToken;
import org.takt.solver.SolveOptions;

/**
 * What a solver is allowed, apart from the seed. Records made under other options are no answer to these.
 *
 * @param timeLimitSeconds wall-clock limit of each solve, positive
 * @param workers threads, at least 1
 * @param gap relative gap (value − bound) / value at which to stop, in [0, 1)
 */
public record RunOptions(double timeLimitSeconds, int workers, double gap) {
    /** Returns options for a solve. */
    SolveOptions toSolveOptions(int seed, CancelToken token) {
        return new SolveOptions(timeLimit(), gap, workers, seed, token);
    }

    /** Returns it for people. */
    String describe() {
        return "a limit of " + timeLimitSeconds + " s, " + workers + " workers and a gap of " + gap;
    }

    /** Returns the wall-clock limit, to the millisecond. */
    public Duration timeLimit() {
        return Duration.ofMillis(Math.round(1000 * timeLimitSeconds));
    }
}
