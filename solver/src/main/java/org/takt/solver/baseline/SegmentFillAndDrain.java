package org.takt.solver.baseline;

/**
 * The pipeline of SPPO (arXiv 2503.10377) without its offloading and without its multiplexed partitions: one long sequence is
 * cut into N segments, all of whose forwards run first, then all backwards in the opposite order. SPPO cuts into segments of
 * equal operations, which is not part of the order: cut by {@code equalCost} to model it. It trains on one sequence in a
 * step, so the rule applies to one micro-batch only.
 *
 * <p>Closed form, with equal stages, segments of equal cost and no communication: makespan (P − 1 + N)·(F + B) with the costs of
 * one segment, idle time (P − 1)·(F + B), and each stage holds all N segments' activations.
 */
public final class SegmentFillAndDrain implements ScheduleFamily {
    @Override
    public String name() {
        return "SPPO";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        boolean applies = shape.isSegmentedLoop()
                && shape.stages() == shape.devices()
                && !shape.isForwardOnly()
                && shape.microBatches() == 1;
        if (!applies) {
            return new Outcome.DoesNotApply(
                    "SPPO needs one micro-batch, cut into segments, and one pipeline with backwards and one stage on each device.");
        }
        SegmentUnits units = new SegmentUnits(shape);
        for (int rank = 0; rank < shape.devices(); rank++) {
            units.write(rank, units.count());
        }
        return new Outcome.Applies(units.toOrders());
    }
}
