package org.takt.solver.baseline;

/**
 * The generalised interleaving of PipeOffload (GIS and GIS-H, arXiv 2503.01328, §3) without its offloading:
 * {@link InterleavedOneForwardOneBackward} with the backward split so that the input gradient travels on at once, the
 * weight gradient right behind it on the same device, and therefore half the warm-up forwards between ranks. Rank r of
 * P runs (v − 1)·g + P − 1 − r forwards, then forward, input and weight gradient in turn, then the remaining backwards.
 *
 * <p>GIS takes groups of g = P micro-batches and holds v·P activations of chunks, P of whole stages, as 1F1B does; with
 * equal stages, no communication and P dividing m its idle time is (P − 1)·(F + I) of one chunk. GIS-H takes
 * g = ⌈P / 2⌉, holds (v − 1)·g + P activations of chunks, and idles longer. For g < ⌈P / 2⌉ ranks could wait for each
 * other in a circle.
 *
 * <p>The runtime of the paper also raises g above ⌈P / 2⌉ where one stage is much slower than the others; this is not
 * in the paper's rule and is left to {@link #ofGroupSize}. Short groups are treated as in
 * {@link InterleavedOneForwardOneBackward}.
 */
public final class GeneralInterleaving implements ScheduleFamily {
    /** GIS: 1F1B's memory. */
    public static final GeneralInterleaving GIS = new GeneralInterleaving("GIS", Groups.DEVICES, 0);

    /** GIS-H: little more than half of 1F1B's memory where there are many chunks. */
    public static final GeneralInterleaving GIS_H = new GeneralInterleaving("GIS-H", Groups.HALF, 0);

    private enum Groups {
        DEVICES,
        HALF,
        GIVEN
    }

    private final String name;
    private final Groups groups;
    private final int givenSize;

    private GeneralInterleaving(String name, Groups groups, int givenSize) {
        this.name = name;
        this.groups = groups;
        this.givenSize = givenSize;
    }

    /**
     * Returns the family with a group size between GIS-H's and GIS's.
     *
     * @param size micro-batches of a group; the family applies to ⌈P / 2⌉ ≤ size ≤ P devices
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    public static GeneralInterleaving ofGroupSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("A group has " + size + " micro-batches, expected at least 1.");
        }
        return new GeneralInterleaving("GIS g=" + size, Groups.GIVEN, size);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isLoop() || !shape.canSplit()) {
            return new Outcome.DoesNotApply(name
                    + " needs one pipeline with splittable backwards whose stages go round the devices in a loop.");
        }
        int devices = shape.problem().devices().size();
        int half = (devices + 1) / 2;
        int size =
                switch (groups) {
                    case DEVICES -> devices;
                    case HALF -> half;
                    case GIVEN -> givenSize;
                };
        if (size < half || size > devices) {
            return new Outcome.DoesNotApply(name + " needs groups of " + half + " to " + devices + " micro-batches on "
                    + devices + " devices.");
        }
        InterleavedOrder order = new InterleavedOrder(shape, size);
        for (int rank = 0; rank < order.ranks(); rank++) {
            int at = rank;
            order.oneForwardOneBackward(rank, order.warmUp(rank, 1), slot -> {
                order.inputGradient(at, slot);
                order.weightGradient(at, slot);
            });
        }
        return new Outcome.Applies(order.toOrders());
    }
}
