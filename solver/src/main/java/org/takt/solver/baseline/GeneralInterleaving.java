package org.takt.solver.baseline;

import java.util.function.IntUnaryOperator;

/**
 * The generalised interleaving of PipeOffload (GIS and GIS-H, arXiv 2503.01328) without its offloading: {@link
 * InterleavedOneForwardOneBackward} with the backward split so that the input gradient travels on at once, the weight
 * gradient right behind it on the same device, and therefore half the warm-up forwards between ranks. Rank r of P runs
 * (v − 1)·g + P − 1 − r forwards for groups of g micro-batches, then forward, input and weight gradient in turn, then
 * the remaining backwards.
 *
 * <p>GIS takes g = P, GIS-H g = ⌈P / 2⌉; with fewer, ranks could wait for each other in a circle. Rank r holds
 * min(m·v, (v − 1)·g + P − r) activations of chunks: GIS v·P, which are P whole stages as with 1F1B. With equal stages, no
 * communication and g dividing m, the idle time of GIS is (P − 1)·(F + I) of one chunk, and where F = I = W that of any g
 * is (2·(P − 1) + (v − 1)·(P − g))·F.
 *
 * <p>A last group that m does not fill runs as a full one in which the missing micro-batches take no time, as in the
 * paper's runtime, which keeps the memory. That runtime also raises g where one stage is much slower than the others;
 * this is not in the paper's rule and left to the caller.
 */
public final class GeneralInterleaving implements ScheduleFamily {
    /** GIS: 1F1B's memory. */
    public static final GeneralInterleaving GIS = new GeneralInterleaving("GIS", IntUnaryOperator.identity());

    /** GIS-H: little more than half of 1F1B's memory where there are many chunks. */
    public static final GeneralInterleaving GIS_H = new GeneralInterleaving("GIS-H", GeneralInterleaving::half);

    private final String name;
    private final IntUnaryOperator groupSizeOfDevices;

    private GeneralInterleaving(String name, IntUnaryOperator groupSizeOfDevices) {
        this.name = name;
        this.groupSizeOfDevices = groupSizeOfDevices;
    }

    /**
     * Creates the family with a group size between GIS-H's and GIS's. It applies to ⌈P / 2⌉ ≤ g ≤ P.
     *
     * @param groupSize micro-batches of a group
     * @throws IllegalArgumentException if {@code groupSize} is less than 1
     */
    public GeneralInterleaving(int groupSize) {
        this("GIS g=" + groupSize, devices -> groupSize);
        if (groupSize < 1) {
            throw new IllegalArgumentException("A group has " + groupSize + " micro-batches, expected at least 1.");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isLoop() || !shape.canSplit()) {
            return new Outcome.DoesNotApply(name
                    + " needs one pipeline with backwards that split, whose stages go round the devices in a loop.");
        }
        int devices = shape.problem().devices().size();
        int size = groupSizeOfDevices.applyAsInt(devices);
        if (size < half(devices) || size > devices) {
            return new Outcome.DoesNotApply(name + " needs groups of " + half(devices) + " to " + devices
                    + " micro-batches on " + devices + " devices.");
        }
        InterleavedOrder order = new InterleavedOrder(shape, MicroBatchGroups.filled(shape.microBatches(), size));
        for (int rank = 0; rank < order.ranks(); rank++) {
            int at = rank;
            order.oneForwardOneBackward(rank, order.warmUp(rank, 1), slot -> {
                order.inputGradient(at, slot);
                order.weightGradient(at, slot);
            });
        }
        return new Outcome.Applies(order.toOrders());
    }

    private static int half(int devices) {
        return (devices + 1) / 2;
    }
}
