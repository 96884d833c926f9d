package org.takt.solver.cpsat;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.takt.solver.bound.StartSumProblem;

/**
 * What to ask of CP-SAT about a sum of starts. Immutable.
 *
 * @param problem the problem
 * @param atMost look only for schedules with at most this sum, at least 0
 * @param timeLimit wall-clock limit, positive
 * @param deterministicLimit limit in CP-SAT's deterministic time; with it, a search that ends before the wall-clock limit is reproducible
 * @param seed random seed, at least 0
 * @param stop asked about a hundred times a second; true ends the search with what there is
 */
public record StartSumRequest(
        StartSumProblem problem,
        long atMost,
        Duration timeLimit,
        OptionalDouble deterministicLimit,
        int seed,
        BooleanSupplier stop) {
    /** Returns the smallest sum beyond what is asked for. */
    long beyond() {
        return atMost == Long.MAX_VALUE ? atMost : atMost + 1;
    }
}
