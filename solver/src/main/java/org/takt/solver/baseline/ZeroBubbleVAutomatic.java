package org.takt.solver.baseline;

/**
 * ZB-V (arXiv 2401.10241, section 6) fitted to the times and memory limits of the problem, as the paper's automatic
 * scheduler does: forwards and input gradients in the order of {@link ZeroBubbleV}, weight gradients where the times leave
 * gaps or memory is needed, and, where memory allows more than that order needs, further forwards before the first
 * input gradient of the down stage. Of all variants the best in the problem's objective is taken, the fixed order
 * among them.
 *
 * <p>The paper gives no rules for the V; those here reach the published figures at 1F1B's memory on all its nine settings.
 * There is no closed form; the peak is within every limit by construction. The order needs 2P activations of a stage where
 * m ≥ 2P − 1. O(n log n) time for n ops.
 */
public final class ZeroBubbleVAutomatic extends SplitVFamily {
    /** Creates the family. */
    public ZeroBubbleVAutomatic() {
        super("ZB-V-auto");
    }

    @Override
    Outcome ordersOfV(PipelineShape shape) {
        CheapestRun cheapest = new CheapestRun(shape.problem().objective());
        cheapest.offerReplays(new SplitPasses(shape), ZeroBubbleV.ordersFor(shape));
        return cheapest.outcome(name());
    }
}
