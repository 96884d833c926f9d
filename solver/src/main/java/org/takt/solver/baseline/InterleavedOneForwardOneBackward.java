package org.takt.solver.baseline;

import java.util.OptionalInt;

/**
 * Interleaved 1F1B (Megatron-LM, arXiv 2104.04473) on a loop placement of v stages, called chunks, per device.
 * Micro-batches go in groups: all of a group through chunk 0, then all through chunk 1, …, backwards with the chunks
 * reversed. Rank r of P runs (v − 1)·g + 2·(P − 1 − r) forwards for groups of g, then one forward and one backward in
 * turn, then the remaining backwards. A full backward is used where the problem offers it; where it offers only the
 * split, input and weight gradient run one after the other.
 *
 * <p>With equal stages, no communication and groups of at least P the idle time is (P − 1)·(F + B) of one chunk, a v-th
 * of 1F1B's, for any times and any m. Rank r holds min(m·v, (v − 1)·g + 2·(P − 1 − r) + 1) activations of chunks.
 *
 * <p>The paper asks that P divide m and takes g = P. PyTorch's ScheduleInterleaved1F1B makes max(1, ⌊m / P⌋) groups of
 * equal size, the same where P divides m, and refuses m they do not divide. Here their sizes then differ by one, the
 * larger ones first, and g is the largest.
 */
public final class InterleavedOneForwardOneBackward implements ScheduleFamily {
    private final OptionalInt groupSize;

    /** Creates the family with the groups of Megatron-LM and PyTorch. */
    public InterleavedOneForwardOneBackward() {
        this.groupSize = OptionalInt.empty();
    }

    /**
     * Creates the family with a group size of its own, Megatron-LM's {@code microbatch_group_size_per_vp_stage}. As
     * there, it applies where no group has fewer micro-batches than there are devices, nor the last one, which holds what
     * is left over.
     *
     * @param groupSize micro-batches of a group
     * @throws IllegalArgumentException if {@code groupSize} is less than 1
     */
    public InterleavedOneForwardOneBackward(int groupSize) {
        if (groupSize < 1) {
            throw new IllegalArgumentException("A group has " + groupSize + " micro-batches, expected at least 1.");
        }
        this.groupSize = OptionalInt.of(groupSize);
    }

    @Override
    public String name() {
        return groupSize.isEmpty() ? "1F1B-I" : "1F1B-I g=" + groupSize.getAsInt();
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isLoop() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    name() + " needs one pipeline with backwards whose stages go round the devices in a loop.");
        }
        int devices = shape.problem().devices().size();
        MicroBatchGroups groups = groupSize.isEmpty()
                ? MicroBatchGroups.even(shape.microBatches(), devices)
                : MicroBatchGroups.ofSize(shape.microBatches(), groupSize.getAsInt());
        if (groupSize.isPresent() && groups.smallest() < devices) {
            return new Outcome.DoesNotApply(
                    name() + " needs at least as many micro-batches in each group as devices, found "
                            + groups.smallest() + " for " + devices + ".");
        }
        InterleavedOrder order = new InterleavedOrder(shape, groups);
        for (int rank = 0; rank < order.ranks(); rank++) {
            int at = rank;
            order.oneForwardOneBackward(rank, order.warmUp(rank, 2), slot -> order.wholeBackward(at, slot));
        }
        return new Outcome.Applies(order.toOrders());
    }
}
