package org.takt.solver.cpsat;

import java.util.Optional;
import org.takt.model.schedule.Schedule;

/**
 * What CP-SAT found and proved.
 *
 * @param outcome how the search ended
 * @param schedule the best schedule it found, unverified
 * @param lowerBound the best lower bound it proved on the objective; meaningless where the outcome is INFEASIBLE
 */
public record CpSatResult(Outcome outcome, Optional<Schedule> schedule, long lowerBound) {
    /** How a search ended. */
    public enum Outcome {
        /** The schedule is optimal among those asked for. */
        OPTIMAL,
        /** There is a schedule, and a limit or a stop ended the search. */
        FEASIBLE,
        /** No schedule satisfies the problem within {@code objectiveAtMost}. */
        INFEASIBLE,
        /** A limit or a stop ended the search without a schedule. */
        UNKNOWN
    }
}
