package org.takt.solver.baseline;

/**
 * PyTorch's ScheduleInterleavedZeroBubble: ZB-H1 (arXiv 2401.10241) carried over to a loop placement of v stages, called
 * chunks, per device, with the groups of {@link InterleavedOneForwardOneBackward}. For groups of g micro-batches rank r
 * of P runs (v − 1)·g + P − 1 − r forwards, then one forward and one input gradient in turn; from the input gradient of
 * index r on, each is followed by the oldest weight gradient still missing, and the last r weight gradients come at the
 * end. PyTorch refuses m that give groups of unequal size.
 *
 * <p>With equal stages, no communication and m ≥ P the idle time is (P − 1)·(F + max(0, I − min(F, W))) of one chunk.
 * Every rank holds min(m·v, (v − 1)·g + P) activations of chunks. With v = 1 this is ZB-H1.
 */
public final class InterleavedZeroBubble implements ScheduleFamily {
    @Override
    public String name() {
        return "Interleaved zero bubble";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isLoop() || !shape.canSplit()) {
            return new Outcome.DoesNotApply(name()
                    + " needs one pipeline with backwards that split, whose stages go round the devices in a loop.");
        }
        InterleavedOrder order = new InterleavedOrder(
                shape,
                MicroBatchGroups.even(
                        shape.microBatches(), shape.problem().devices().size()));
        for (int rank = 0; rank < order.ranks(); rank++) {
            write(order, rank);
        }
        return new Outcome.Applies(order.toOrders());
    }

    private static void write(InterleavedOrder order, int rank) {
        order.oneForwardOneBackward(rank, order.warmUp(rank, 1), slot -> {
            order.inputGradient(rank, slot);
            if (slot >= rank) {
                order.weightGradient(rank, slot - rank);
            }
        });
        for (int slot = Math.max(0, order.slots() - rank); slot < order.slots(); slot++) {
            order.weightGradient(rank, slot);
        }
    }
}
