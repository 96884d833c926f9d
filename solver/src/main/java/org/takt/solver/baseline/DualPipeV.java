package org.takt.solver.baseline;

import java.util.List;

/**
 * DualPipeV, DualPipe "cut in half" (Sea AI Lab; PyTorch's ScheduleDualPipeV): every device has two stages of one pipeline, on
 * both arms of a V. See {@link DualPipeOrder} for its order and closed forms, with H = P.
 */
public final class DualPipeV implements ScheduleFamily {
    @Override
    public String name() {
        return "DualPipeV";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isV() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    name() + " needs one pipeline with backwards in a V with two stages on each device.");
        }
        int devices = shape.devices();
        if (shape.microBatches() < 2 * devices) {
            return DualPipeOrder.tooFewMicroBatches(name(), shape);
        }
        List<Integer> all = shape.microBatchesOf(0);
        DualPipeOrder order = new DualPipeOrder(shape);
        for (int device = 0; device < devices; device++) {
            order.write(
                    new DualPipeOrder.Arm(0, device, all),
                    new DualPipeOrder.Arm(0, 2 * devices - 1 - device, all),
                    devices,
                    device);
        }
        return order.toOutcome();
    }
}
