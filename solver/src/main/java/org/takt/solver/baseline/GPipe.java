package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * GPipe (arXiv 1811.06965): all forwards, then all backwards, both in micro-batch order as PyTorch's ScheduleGPipe runs
 * them. A full backward is used where the problem offers it; where it offers only the split, input and weight gradient
 * run one after the other. With equal stages and no communication the idle time is (P − 1)·(F + B + W) and every stage
 * holds all m activations.
 */
public final class GPipe implements ScheduleFamily {
    @Override
    public String name() {
        return "GPipe";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply("GPipe needs one pipeline with backwards and one stage on each device.");
        }
        boolean split = !shape.canFuse();
        List<List<Integer>> orders = new ArrayList<>();
        for (int stage = 0; stage < shape.stages(); stage++) {
            StageOrder order = new StageOrder(shape, stage, split);
            order.forward(shape.microBatches());
            for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
                order.wholeBackward();
            }
            orders.add(order.ops());
        }
        return new Outcome.Applies(shape.orders(split, orders));
    }
}
