package org.takt.solver.cpsat;

import java.util.Optional;
import org.takt.model.schedule.Schedule;

/**
 * What CP-SAT found and proved.
 *
 * @param outcome how the search ended
 * @param schedule the best schedule known within what was asked for, which may be the hint; accepted by the verifier.
 *     Present for {@link Outcome#OPTIMAL} and {@link Outcome#FEASIBLE}
 * @param lowerBound no feasible schedule has a smaller objective, if the request's lower bound is one. Where it exceeds
 *     the request's, CP-SAT proved it without that one. It holds for the schedules above {@code objectiveAtMost} too. For {@link Outcome#INFEASIBLE} it exceeds {@code objectiveAtMost}, and
 *     is {@link Long#MAX_VALUE} where no schedule is feasible at all. Ticks, or memory units for PEAK_MEMORY
 * @param deterministicTime CP-SAT's deterministic time that it took, which does not depend on the machine's load; in
 *     CP-SAT's seconds, at least 0
 */
public record CpSatResult(Outcome outcome, Optional<Schedule> schedule, long lowerBound, double deterministicTime) {
    /** How a search ended. */
    public enum Outcome {
        /** The schedule's objective equals the lower bound. */
        OPTIMAL,
        /** There is a schedule, and a limit, the gap or a stop ended the search. */
        FEASIBLE,
        /** No schedule satisfies the problem within {@code objectiveAtMost}. */
        INFEASIBLE,
        /** A limit or a stop ended the search without a schedule. */
        UNKNOWN
    }
}
