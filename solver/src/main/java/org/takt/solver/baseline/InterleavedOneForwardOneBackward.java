package org.takt.solver.baseline;

import java.util.Optional;

/**
 * Interleaved 1F1B (Megatron-LM, arXiv 2104.04473) on a loop placement of v stages, called chunks, per device.
 * Micro-batches go in groups of g: all of a group through chunk 0, then all through chunk 1, …, backwards with the
 * chunks reversed. Rank r of P runs (v − 1)·g + 2·(P − 1 − r) forwards, then one forward and one backward in turn, then
 * the remaining backwards. A full backward is used where the problem offers it; where it offers only the split, input
 * and weight gradient run one after the other.
 *
 * <p>With equal stages, no communication and whole groups of g ≥ P the idle time is (P − 1)·(F + B) of one chunk, a
 * v-th of 1F1B's. Rank r holds min(m·v, (v − 1)·g + 2·(P − 1 − r) + 1) activations of chunks.
 *
 * <p>Megatron-LM takes g = P and refuses micro-batches that leave the last group short; the paper does not say what to
 * do with them. Here a short group runs as a full one in which the missing micro-batches take no time, as in
 * PipeOffload's runtime. PyTorch's ScheduleInterleaved1F1B makes max(1, ⌊m / P⌋) groups of equal size instead and
 * refuses m that they do not divide. The two are the same where P divides m.
 */
public final class InterleavedOneForwardOneBackward implements ScheduleFamily {
    /** Megatron-LM's groups of as many micro-batches as there are devices. */
    public static final InterleavedOneForwardOneBackward MEGATRON =
            new InterleavedOneForwardOneBackward("1F1B-I", Groups.DEVICES, 0);

    /** PyTorch's groups of equal size. */
    public static final InterleavedOneForwardOneBackward PYTORCH =
            new InterleavedOneForwardOneBackward("1F1B-I (PyTorch)", Groups.ROUNDS, 0);

    private enum Groups {
        DEVICES,
        ROUNDS,
        GIVEN
    }

    private final String name;
    private final Groups groups;
    private final int givenSize;

    private InterleavedOneForwardOneBackward(String name, Groups groups, int givenSize) {
        this.name = name;
        this.groups = groups;
        this.givenSize = givenSize;
    }

    /**
     * Returns the family with another group size, Megatron-LM's microbatch_group_size_per_vp_stage. It applies where
     * the size is at least the number of devices.
     *
     * @param size micro-batches of a group
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    public static InterleavedOneForwardOneBackward ofGroupSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("A group has " + size + " micro-batches, expected at least 1.");
        }
        return new InterleavedOneForwardOneBackward("1F1B-I g=" + size, Groups.GIVEN, size);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        Optional<Outcome.DoesNotApply> refusal = refusal(shape);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        InterleavedOrder order = new InterleavedOrder(shape, groupSize(shape));
        for (int rank = 0; rank < order.ranks(); rank++) {
            int at = rank;
            order.oneForwardOneBackward(rank, order.warmUp(rank, 2), slot -> order.wholeBackward(at, slot));
        }
        return new Outcome.Applies(order.toOrders());
    }

    private Optional<Outcome.DoesNotApply> refusal(PipelineShape shape) {
        if (!shape.isLoop() || shape.isForwardOnly()) {
            return Optional.of(new Outcome.DoesNotApply(
                    name + " needs one pipeline with backwards whose stages go round the devices in a loop."));
        }
        int devices = shape.problem().devices().size();
        if (groups == Groups.GIVEN && givenSize < devices) {
            return Optional.of(new Outcome.DoesNotApply(name
                    + " needs groups of at least as many micro-batches as devices, found groups of " + givenSize
                    + " for " + devices + "."));
        }
        return groups == Groups.ROUNDS ? PyTorchRounds.refusal(name, shape) : Optional.empty();
    }

    private int groupSize(PipelineShape shape) {
        return switch (groups) {
            case DEVICES -> shape.problem().devices().size();
            case ROUNDS -> PyTorchRounds.size(shape);
            case GIVEN -> givenSize;
        };
    }
}
