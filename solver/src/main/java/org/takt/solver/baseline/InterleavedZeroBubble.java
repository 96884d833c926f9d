package org.takt.solver.baseline;

import java.util.Optional;

/**
 * PyTorch's ScheduleInterleavedZeroBubble: ZB-H1 (arXiv 2401.10241) carried over to a loop placement of v stages per
 * device, with PyTorch's groups of micro-batches (see {@link InterleavedOneForwardOneBackward}). For groups of g
 * micro-batches rank r of P runs (v − 1)·g + P − 1 − r forwards, then one forward and one input gradient in turn; from
 * the input gradient of index r on, each is followed by the oldest weight gradient still missing, and the last r weight
 * gradients come at the end.
 *
 * <p>With v = 1 this is ZB-H1, whose idle time with equal stages and no communication is (P − 1)·(F + I − W). No rank
 * holds more than (v − 1)·g + P activations of chunks.
 */
public final class InterleavedZeroBubble implements ScheduleFamily {
    @Override
    public String name() {
        return "Interleaved zero bubble (PyTorch)";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isLoop() || !shape.canSplit()) {
            return new Outcome.DoesNotApply(name()
                    + " needs one pipeline with splittable backwards whose stages go round the devices in a loop.");
        }
        Optional<Outcome.DoesNotApply> refusal = PyTorchRounds.refusal(name(), shape);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        InterleavedOrder order = new InterleavedOrder(shape, PyTorchRounds.size(shape));
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
