package org.takt.model.schedule;

import java.util.Objects;
import org.takt.model.problem.Problem;

/**
 * A unit of micro-batches that starts again every period, without end: op o of unit k starts at
 * {@code unit.start(o) + k · period}, for k = 0, 1, …. Units overlap as far as resources and memory allow; nothing else
 * ties them to each other. Says nothing about being right: the verifier does.
 *
 * @param period ticks from the start of a unit to that of the next, 1 to {@link Problem#MAX_TOTAL}
 * @param microBatches micro-batches in a unit, at least 1
 * @param unit starts and modes of the first unit, by op index of the problem of so many micro-batches
 */
public record PeriodicSchedule(long period, int microBatches, Schedule unit) {
    public PeriodicSchedule {
        if (period < 1 || period > Problem.MAX_TOTAL) {
            throw new IllegalArgumentException(
                    "The period is " + period + ", expected 1 to " + Problem.MAX_TOTAL + ".");
        }
        if (microBatches < 1) {
            throw new IllegalArgumentException("A unit has " + microBatches + " micro-batches, expected at least 1.");
        }
        Objects.requireNonNull(unit);
    }

    /** Returns what is minimised: period / micro-batches. */
    public TimePerMicroBatch timePerMicroBatch() {
        return TimePerMicroBatch.of(period, microBatches);
    }
}
