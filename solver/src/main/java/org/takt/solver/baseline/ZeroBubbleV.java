package org.takt.solver.baseline;

import org.takt.model.schedule.DeviceOrders;

/**
 * ZB-V (arXiv 2401.10241, section 6) in the fixed order that PyTorch's ScheduleZBVZeroBubble runs. Device d of P holds
 * the stages d ("down") and 2P − 1 − d ("up"). It runs 2·(P − d) − 1 forwards of the down stage, d times a forward of each
 * stage, P − d times a forward, input and weight gradient of the up stage; then in turn a forward, input and weight
 * gradient of the down and of the up stage; at the end d input gradients of each stage, P − d times an input gradient
 * and a weight gradient of the down stage, and the missing weight gradients, those of the up stage first.
 * The order is written for max(m, 2P − 1) micro-batches, and those beyond m are left out.
 *
 * <p>With equal F = I = W, no communication and m ≥ 2P − 1 no device idles between its first and last op; with unequal
 * times the order stays and devices wait. For m ≥ 2P − 1 every device holds 2P activations of a stage, as much as 1F1B's first
 * device, if they are kept until the weight gradient.
 */
public final class ZeroBubbleV extends SplitVFamily {
    /** Creates the family. */
    public ZeroBubbleV() {
        super("ZB-V");
    }

    @Override
    Outcome ordersOfV(PipelineShape shape) {
        return new Outcome.Applies(ordersFor(shape));
    }

    /** Returns the orders for a V whose backwards can be split. */
    static DeviceOrders ordersFor(PipelineShape shape) {
        OrderSheet sheet = new OrderSheet(shape);
        int devices = shape.stages() / 2;
        for (int device = 0; device < devices; device++) {
            new DeviceOrder(shape, sheet, device).write();
        }
        return sheet.toOrders();
    }

    /** The order of one device while the rule writes it. */
    private static final class DeviceOrder {
        private final int device;
        private final int devices;
        private final int written;
        private final Chunk down;
        private final Chunk up;

        DeviceOrder(PipelineShape shape, OrderSheet sheet, int device) {
            this.device = device;
            devices = shape.stages() / 2;
            written = Math.max(shape.microBatches(), 2 * devices - 1);
            down = new Chunk(sheet, device, shape.microBatches());
            up = new Chunk(sheet, shape.stages() - 1 - device, shape.microBatches());
        }

        void write() {
            warmUp();
            while (down.forwards < written || up.forwards < down.forwards) {
                if (down.forwards < written) {
                    down.forward();
                }
                down.backward();
                up.forward();
                up.backward();
            }
            coolDown();
        }

        private void warmUp() {
            for (int count = 0; count < 2 * (devices - device) - 1; count++) {
                down.forward();
            }
            for (int count = 0; count < device; count++) {
                up.forward();
                down.forward();
            }
            for (int count = 0; count < devices - device; count++) {
                up.forward();
                up.backward();
            }
        }

        private void coolDown() {
            for (int count = 0; count < device; count++) {
                down.inputGradient();
                up.inputGradient();
            }
            for (int count = 0; count < devices - device; count++) {
                down.inputGradient();
                down.weightGradient();
            }
            while (up.weights < written) {
                up.weightGradient();
            }
            while (down.weights < written) {
                down.weightGradient();
            }
        }
    }

    /** One stage of a device: how far each kind of pass is. */
    private static final class Chunk {
        private final OrderSheet sheet;
        private final int stage;
        private final int microBatches;
        private int forwards;
        private int inputs;
        private int weights;

        Chunk(OrderSheet sheet, int stage, int microBatches) {
            this.sheet = sheet;
            this.stage = stage;
            this.microBatches = microBatches;
        }

        void forward() {
            if (forwards < microBatches) {
                sheet.forward(0, stage, forwards);
            }
            forwards++;
        }

        void inputGradient() {
            if (inputs < microBatches) {
                sheet.inputGradient(0, stage, inputs);
            }
            inputs++;
        }

        void weightGradient() {
            if (weights < microBatches) {
                sheet.weightGradient(0, stage, weights);
            }
            weights++;
        }

        void backward() {
            inputGradient();
            weightGradient();
        }
    }
}
