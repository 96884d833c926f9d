package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * 1F1B (PipeDream-flush, arXiv 2006.09503; DAPPLE, arXiv 2007.01045): stage s of P runs P − 1 − s forwards, then one
 * forward and one backward in turn, then the remaining backwards. A full backward is used where the problem offers it;
 * where it offers only the split, input and weight gradient run one after the other. With equal stages and no
 * communication the idle time is (P − 1)·(F + B + W) and stage s holds P − s activations.
 */
public final class OneForwardOneBackward implements ScheduleFamily {
    @Override
    public String name() {
        return "1F1B";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice()) {
            return new Outcome.DoesNotApply("1F1B needs one pipeline with one stage on each device.");
        }
        boolean split = !shape.canFuse();
        List<List<Integer>> orders = new ArrayList<>();
        for (int stage = 0; stage < shape.stages(); stage++) {
            StageOrder order = new StageOrder(shape, stage, split);
            order.forward(shape.stages() - 1 - stage);
            for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
                order.forward(1);
                order.wholeBackward();
            }
            orders.add(order.ops());
        }
        return new Outcome.Applies(shape.orders(split, orders));
    }
}
