package org.takt.solver.baseline;

/**
 * Forward-only fill and drain, as inference runs it (PipeEdge, arXiv 2110.14895): every stage runs the forwards in
 * micro-batch order.
 *
 * <p>For any times of stages and links, with exclusive links counted as stages, the time per micro-batch tends to that
 * of the slowest stage or link. With equal stages and no communication the idle time is (P − 1)·F.
 */
public final class FillAndDrain implements ScheduleFamily {
    @Override
    public String name() {
        return "Fill and drain";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice() || !shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    "Fill and drain needs one pipeline without backwards and one stage on each device.");
        }
        OrderSheet sheet = new OrderSheet(shape);
        for (int stage = 0; stage < shape.stages(); stage++) {
            for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
                sheet.forward(0, stage, microBatch);
            }
        }
        return new Outcome.Applies(sheet.toOrders());
    }
}
