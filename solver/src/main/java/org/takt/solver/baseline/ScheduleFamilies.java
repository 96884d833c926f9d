package org.takt.solver.baseline;

import java.util.List;

/** The published families Takt can reproduce. */
public final class ScheduleFamilies {
    private static final List<ScheduleFamily> ALL = List.of(
            new OneForwardOneBackward(),
            new GPipe(),
            ZeroBubbleHandcrafted.H1,
            ZeroBubbleHandcrafted.H2,
            Chimera.DIRECT,
            Chimera.DOUBLED,
            new BitPipe(),
            new Hanayo(),
            DualPipe.BIDIRECTIONAL,
            DualPipe.V,
            new DynaPipe(),
            new Seq1F1B(),
            new Seq1F1BInterleaved(),
            new SlimPipe(),
            new BPipe());

    private ScheduleFamilies() {}

    /** Returns all families. */
    public static List<ScheduleFamily> all() {
        return ALL;
    }
}
