package org.takt.solver.bound;

import java.util.List;

/** The registry of bounds in closed form. */
public final class ClosedFormBounds {
    private static final List<LowerBound> ALL = List.of(
            new CriticalPathBound(),
            new DeviceLoadBound(),
            new MemoryRoundTripBound(),
            new MemoryWarmUpBound(),
            new MemoryNeed());

    private ClosedFormBounds() {}

    /** Returns every bound in closed form, cheapest first. */
    public static List<LowerBound> all() {
        return ALL;
    }

    /** Returns the certificate of every bound for the problem's objective, in the order of {@link #all()}. */
    public static List<Certificate> certificates(ProblemAnalysis analysis) {
        return ALL.stream().map(bound -> bound.compute(analysis)).toList();
    }
}
