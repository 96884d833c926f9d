package org.takt.solver.cpsat;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.takt.solver.kernel.Kernel;

/**
 * What to ask of CP-SAT about a repeating unit.
 *
 * @param start a kernel to improve, whose pattern is what repeats
 * @param units how many units follow each other, at least 1: the time that such a row takes is minimised; the more there
 *     are the more the period counts
 * @param leastPeriod a proved lower bound on the period, ticks
 * @param timeLimit wall-clock limit
 * @param deterministicLimit limit in CP-SAT's deterministic time
 * @param workers threads, at least 1
 * @param seed random seed
 * @param stop asked often; true ends the search with what there is
 */
public record KernelRequest(
        Kernel start,
        int units,
        long leastPeriod,
        Duration timeLimit,
        OptionalDouble deterministicLimit,
        int workers,
        int seed,
        BooleanSupplier stop) {
    public KernelRequest {
        Objects.requireNonNull(start);
        Objects.requireNonNull(timeLimit);
        Objects.requireNonNull(deterministicLimit);
        Objects.requireNonNull(stop);
    }
}
