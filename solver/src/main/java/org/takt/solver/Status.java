package org.takt.solver;

/** How a solve ended. */
public enum Status {
    /** The schedule is proved optimal: its value equals the lower bound. */
    OPTIMAL,
    /** The schedule is within the asked gap of the lower bound. */
    WITHIN_GAP,
    /** There is a schedule, and a limit or a stop came before the gap was reached. */
    FEASIBLE,
    /** It is proved that there is no schedule; the solution says why. */
    INFEASIBLE,
    /** A limit or a stop came before a schedule was found or excluded. */
    UNKNOWN
}
