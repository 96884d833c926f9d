package org.takt.solver.cpsat;

import java.util.OptionalLong;

/**
 * What CP-SAT found and proved about a sum of starts.
 *
 * @param lowerBound no schedule has a smaller sum; where no schedule is within what was asked for, the smallest value beyond that, or {@link
 *     Long#MAX_VALUE}
 * @param value the smallest sum found; nothing where no schedule within what was asked for was found
 * @param isEnded whether the search ended by itself: what was found is optimal, or there is none
 * @param deterministicTime CP-SAT's deterministic time that it took, at least 0
 */
public record StartSumResult(long lowerBound, OptionalLong value, boolean isEnded, double deterministicTime) {}
