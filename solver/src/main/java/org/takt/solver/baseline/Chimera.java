package org.takt.solver.baseline;

/**
 * Chimera (arXiv 2107.06925): two pipelines over the D devices in opposite directions, each with half of the N
 * micro-batches. A unit has D micro-batches, in slots of equal length as {@link SlotOrder} describes; further units are
 * concatenated, the last one may be smaller. With forward doubling a unit has 2·D micro-batches and two of one
 * direction go forward in a slot, so that forward and backward slots are equally long where B = 2·F, and no idle time
 * is left between the units. Backward halving needs micro-batches cut in two and is not expressible.
 *
 * <p>Closed forms, with equal stages, no communication, B the whole backward and F ≤ B:
 *
 * <ul>
 *   <li>D dividing N: idle time (D − 2)·(B + (N/D − 1)·(B − F)). So the bubble rate is (D − 2) / (2·N + D − 2) for
 *       B = F, and for B = 2·F and N = D it is (D − 2) / (1.5·N + D − 2). The paper's formulas leave out what each
 *       further unit adds where B &gt; F: D = 4, N = 8, B = 2·F takes 30·F, though 28·F is optimal at the same memory.
 *   <li>Doubled, B ≤ 2·F, 2·D dividing N: idle time (D − 2)·(F + B)/2.
 *   <li>Device d holds D/2 + 1 + min(d, D − 1 − d) activations at most, doubled 3·D/2 + 1 + min(d, D − 1 − d), and the
 *       weights of two stages.
 * </ul>
 */
public final class Chimera extends BidirectionalFamily {
    /** One forward at a time. */
    public static final Chimera DIRECT = new Chimera("Chimera", 1);

    /** Two forwards at a time, for N &gt; D. */
    public static final Chimera DOUBLED = new Chimera("Chimera, forward doubling", 2);

    private final int forwardsPerSlot;

    private Chimera(String name, int forwardsPerSlot) {
        super(name, 1);
        this.forwardsPerSlot = forwardsPerSlot;
    }

    @Override
    Outcome ordersOfBoth(PipelineShape shape) {
        if (forwardsPerSlot > 1 && shape.microBatches() <= shape.devices()) {
            return new Outcome.DoesNotApply(name() + " needs more micro-batches than devices, found "
                    + shape.microBatches() + " for " + shape.devices() + ".");
        }
        int unit = forwardsPerSlot * shape.devices() / 2;
        return new Outcome.Applies(new SlotOrder(shape, unit, forwardsPerSlot).bySlot());
    }
}
