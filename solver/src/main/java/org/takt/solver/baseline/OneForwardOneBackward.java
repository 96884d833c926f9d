package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.takt.model.schedule.DeviceOrders;

/**
 * 1F1B (PipeDream-flush, arXiv 2006.09503; for DAPPLE see {@link Dapple}): stage s of P runs P − 1 − s forwards, then one
 * forward and one backward in turn, then the remaining backwards. A full backward is used where the problem offers it;
 * where it offers only the split, input and weight gradient run one after the other. With equal stages and no
 * communication the idle time is (P − 1)·(F + B + W) and stage s holds min(m, P − s) activations.
 */
public final class OneForwardOneBackward implements ScheduleFamily {
    @Override
    public String name() {
        return "1F1B";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply("1F1B needs one pipeline with backwards and one stage on each device.");
        }
        return new Outcome.Applies(withWarmUp(shape, stage -> shape.stages() - 1 - stage));
    }

    /** Returns the orders of 1F1B with another number of warm-up forwards for each stage, never more than the one before. */
    static DeviceOrders withWarmUp(PipelineShape shape, IntUnaryOperator warmUpOfStage) {
        boolean split = !shape.canFuse();
        List<List<Integer>> orders = new ArrayList<>();
        for (int stage = 0; stage < shape.stages(); stage++) {
            StageOrder order = new StageOrder(shape, stage, split);
            order.forward(warmUpOfStage.applyAsInt(stage));
            for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
                order.forward(1);
                order.wholeBackward();
            }
            orders.add(order.ops());
        }
        return shape.orders(split, orders);
    }
}
