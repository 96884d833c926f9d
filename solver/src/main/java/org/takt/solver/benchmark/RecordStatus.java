package org.takt.solver.benchmark;

import org.takt.solver.Status;

/** How a solver's work on a case ended. */
public enum RecordStatus {
    /** The schedule is proved optimal. */
    OPTIMAL,
    /** The schedule is within the asked gap of the bound. */
    WITHIN_GAP,
    /** There is a schedule; nothing or not enough is proved of it. */
    FEASIBLE,
    /** It is proved that there is no schedule. */
    INFEASIBLE,
    /** No schedule was found. */
    UNKNOWN,
    /** The solver broke down; the record says how. */
    FAILED;

    static RecordStatus of(Status status) {
        return switch (status) {
            case OPTIMAL -> OPTIMAL;
            case WITHIN_GAP -> WITHIN_GAP;
            case FEASIBLE -> FEASIBLE;
            case INFEASIBLE -> INFEASIBLE;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
