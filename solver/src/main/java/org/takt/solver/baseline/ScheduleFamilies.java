package org.takt.solver.baseline;

import java.util.List;

/** The published families Takt can reproduce. */
public final class ScheduleFamilies {
    private static final List<ScheduleFamily> ALL = List.of(
            new OneForwardOneBackward(),
            new GPipe(),
            ZeroBubbleHandcrafted.H1,
            ZeroBubbleHandcrafted.H2,
            new ZeroBubbleAutomatic(),
            new ZeroBubbleV(),
            BuildingBlockFamily.V_HALF,
            BuildingBlockFamily.V_MIN,
            new ZeroBubbleVAutomatic(),
            new BuildingBlockSearch());

    private ScheduleFamilies() {}

    /** Returns all families, cheapest memory first. */
    public static List<ScheduleFamily> all() {
        return ALL;
    }
}
