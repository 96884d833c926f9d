package org.takt.solver.baseline;

/**
 * BitPipe (arXiv 2410.19367): two V-shaped pipelines over the D devices in opposite directions, each with half of the N
 * micro-batches; every device holds two stages of each. A unit has D micro-batches, in slots of equal length as
 * {@link SlotOrder} describes; further units are concatenated, the last one may be smaller.
 *
 * <p>Closed forms, with equal stages, no communication and D dividing N, where F ≤ B are the forward and the whole
 * backward of one of a device's four stages: idle time (D − 2)·(B + (N/D − 1)·(B − F)), so the bubble rate is
 * (D − 2) / (4·N + D − 2) for B = F, and (D − 2) / (3·N + D − 2) for B = 2·F and N = D. Device d holds
 * 3·D/2 + 1 + min(d, D − 1 − d) of its stages' activations at most, and the weights of four stages.
 */
public final class BitPipe extends BidirectionalFamily {
    /** Creates the family. */
    public BitPipe() {
        super("BitPipe", 2);
    }

    @Override
    Outcome ordersOfBoth(PipelineShape shape) {
        return new Outcome.Applies(new SlotOrder(shape, shape.devices() / 2, 1).bySlot());
    }
}
