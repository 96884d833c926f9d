package org.takt.solver.baseline;

/** A family for two pipelines in opposite directions over an even number of devices, each with half of the micro-batches. */
abstract class BidirectionalFamily implements ScheduleFamily {
    private final String name;
    private final int stagesPerDevice;

    /** @param stagesPerDevice of each pipeline: 1, or 2 in a V */
    BidirectionalFamily(String name, int stagesPerDevice) {
        this.name = name;
        this.stagesPerDevice = stagesPerDevice;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Outcome orders(PipelineShape shape) {
        if (!shape.isMirrored(stagesPerDevice) || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(name + " needs two pipelines with backwards in opposite directions, each "
                    + (stagesPerDevice == 1
                            ? "with one stage on each device."
                            : "in a V with two stages on each device."));
        }
        if (shape.devices() % 2 == 1) {
            return new Outcome.DoesNotApply(name + " needs an even number of devices, found " + shape.devices() + ".");
        }
        int down = shape.microBatchesOf(0).size();
        if (2 * down != shape.microBatches()) {
            return new Outcome.DoesNotApply(
                    name + " needs as many micro-batches in one direction as in the other, found " + down + " and "
                            + (shape.microBatches() - down) + ".");
        }
        return ordersOfBoth(shape);
    }

    /** Returns the orders for such pipelines, or why the rule does not apply. */
    abstract Outcome ordersOfBoth(PipelineShape shape);
}
