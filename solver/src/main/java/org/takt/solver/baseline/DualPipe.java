package org.takt.solver.baseline;

import java.util.List;

/**
 * DualPipe (DeepSeek-V3, arXiv 2412.19437): every device has a stage of each of two opposite pipelines. See
 * {@link DualPipeOrder} for its order and closed forms, with H = P/2.
 */
public final class DualPipe extends BidirectionalFamily {
    /** Creates the family. */
    public DualPipe() {
        super("DualPipe", 1);
    }

    @Override
    Outcome ordersOfBoth(PipelineShape shape) {
        int devices = shape.devices();
        List<Integer> down = shape.microBatchesOf(0);
        List<Integer> up = shape.microBatchesOf(1);
        if (down.size() < devices) {
            return DualPipeOrder.tooFewMicroBatches(name(), shape);
        }
        DualPipeOrder order = new DualPipeOrder(shape);
        for (int device = 0; device < devices; device++) {
            DualPipeOrder.Arm first = new DualPipeOrder.Arm(0, device, down);
            DualPipeOrder.Arm second = new DualPipeOrder.Arm(1, devices - 1 - device, up);
            boolean firstIsNear = device < devices / 2;
            int distance = Math.min(device, devices - 1 - device);
            order.write(firstIsNear ? first : second, firstIsNear ? second : first, devices / 2, distance);
        }
        return order.toOutcome();
    }
}
