package org.takt.solver.baseline;

import java.util.List;

/** The registry of published families: a new one is one class and one line here. */
final class ScheduleFamilies {
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
            new BuildingBlockSearch(),
            Dapple.POLICY_A,
            Dapple.POLICY_B,
            new EagerOneForwardOneBackward(),
            new KForwardKBackward(2),
            new KForwardKBackward(3),
            new KForwardKBackward(4),
            TwoStageBackpropagation.GPIPE,
            TwoStageBackpropagation.ONE_FORWARD_ONE_BACKWARD,
            new InterleavedOneForwardOneBackward(),
            new InterleavedZeroBubble(),
            GeneralInterleaving.GIS,
            GeneralInterleaving.GIS_H,
            BreadthFirst.FAST_LLM,
            BreadthFirst.PYTORCH,
            Chimera.DIRECT,
            Chimera.DOUBLED,
            new BitPipe(),
            new Hanayo(),
            new DualPipe(),
            new DualPipeV(),
            new DynaPipe(),
            new DynaPipePermutations(),
            new Seq1F1B(),
            new Seq1F1BInterleaved(),
            new Seq1F1BZeroBubble(),
            new SlimPipe(),
            new SegmentFillAndDrain(),
            new HelixPipe(),
            new BPipe(),
            new FillAndDrain());

    private ScheduleFamilies() {}

    /** Returns all families. */
    static List<ScheduleFamily> all() {
        return ALL;
    }
}
