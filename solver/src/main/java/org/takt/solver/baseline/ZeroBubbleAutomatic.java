package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * The automatic scheduler of Zero Bubble (arXiv 2401.10241, section 3), rebuilt from its description, under the memory
 * limits of the problem: ZB-1p at the memory of 1F1B, ZB-2p at twice that. Stages first run as many forwards as memory
 * and the first backward allow, each stage more than the next; then one forward and one input gradient in turn. Weight
 * gradients fill gaps and make room in memory; the missing ones come last. Of all settings of the switches the best in
 * the problem's objective is taken.
 *
 * <p>The paper leaves open in which order stages decide; here the last stage does first, so that each knows when its
 * input gradient arrives. The paper names two switches; running a ready input gradient before a forward that has yet to
 * arrive, and holding no more than ZB-H2 does, are choices made here. There is no closed form: with equal stages
 * and 1F1B's memory, idle time and peak are those of ZB-H1 on all published settings; the peak is within every limit
 * by construction. One run takes O(n) time for n ops, and there are 32.
 */
public final class ZeroBubbleAutomatic extends SplitStageFamily {
    private static final List<ZeroBubbleRun.Switches> SWITCHES = allSwitches();

    private static List<ZeroBubbleRun.Switches> allSwitches() {
        List<ZeroBubbleRun.Switches> all = new ArrayList<>();
        for (int bits = 0; bits < 32; bits++) {
            all.add(new ZeroBubbleRun.Switches(
                    (bits & 16) != 0, (bits & 8) != 0, (bits & 4) != 0, (bits & 2) != 0, (bits & 1) != 0));
        }
        return all;
    }

    /** Creates the family. */
    public ZeroBubbleAutomatic() {
        super("ZB-auto");
    }

    @Override
    Outcome ordersOfStages(PipelineShape shape) {
        SplitPasses passes = new SplitPasses(shape);
        CheapestRun cheapest = new CheapestRun(shape.problem().objective());
        for (ZeroBubbleRun.Switches switches : SWITCHES) {
            ZeroBubbleRun run = new ZeroBubbleRun(passes, switches);
            if (run.place()) {
                cheapest.offer(run.clock());
            }
        }
        return cheapest.outcome(name());
    }
}
