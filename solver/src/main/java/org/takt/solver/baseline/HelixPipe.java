package org.takt.solver.baseline;

import org.takt.model.schedule.DeviceOrders;

/**
 * HelixPipe (arXiv 2507.00394, and its authors' scheduler), one fold: rounds of P micro-batches over weights U_0 … U_L, U_u on
 * device u mod P, and attention between them, A_l of micro-batch i on device (l + 1 + i) mod P. For each of its U_u, ascending,
 * a device runs the attention before it of the micro-batches P − 2 … 0 of the round, A_{u−1−d} of micro-batch d, then U_u of all, then
 * A_u of micro-batch P − 1, which is on the same device. All forwards of all rounds come first, then all backwards in exactly
 * the opposite order. The paper's two folds, two micro-batches in each place so that transfers overlap with work, its recomputation
 * of all but attention and its transfer of weights are not part of the order.
 *
 * <p>Closed form, with equal layers, P dividing their number, m a multiple of P and no communication: the forwards of one round idle
 * for (P − 1)·(pre + post), which does not depend on attention's time. All m micro-batches are held at once.
 */
public final class HelixPipe implements ScheduleFamily {
    @Override
    public String name() {
        return "HelixPipe";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isHelix() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    "HelixPipe needs whole micro-batches, as many as devices or a multiple, with backwards, in a helix placement.");
        }
        return new Outcome.Applies(new Rounds(shape).toOrders());
    }

    /** Writes the orders of all devices. */
    private static final class Rounds {
        private final PipelineShape shape;
        private final OrderSheet sheet;
        private final int devices;
        private final int layers;

        Rounds(PipelineShape shape) {
            this.shape = shape;
            this.sheet = new OrderSheet(shape);
            this.devices = shape.devices();
            this.layers = shape.stages() / 2;
        }

        DeviceOrders toOrders() {
            int rounds = shape.microBatches() / devices;
            for (int device = 0; device < devices; device++) {
                for (int round = 0; round < rounds; round++) {
                    for (int unit = device; unit < layers + devices; unit += devices) {
                        forwards(round, unit);
                    }
                }
                for (int round = rounds - 1; round >= 0; round--) {
                    int last = device + (layers + devices - 1 - device) / devices * devices;
                    for (int unit = last; unit >= 0; unit -= devices) {
                        backwards(round, unit);
                    }
                }
            }
            return sheet.toOrders();
        }

        private void forwards(int round, int unit) {
            for (int offset = devices - 2; offset >= 0; offset--) {
                if (isLayer(unit - 1 - offset)) {
                    forward(round, offset, 2 * (unit - 1 - offset) + 1);
                }
            }
            if (unit <= layers) {
                for (int offset = 0; offset < devices; offset++) {
                    forward(round, offset, 2 * unit);
                }
            }
            if (isLayer(unit)) {
                forward(round, devices - 1, 2 * unit + 1);
            }
        }

        private void backwards(int round, int unit) {
            if (isLayer(unit)) {
                backward(round, devices - 1, 2 * unit + 1);
            }
            if (unit <= layers) {
                for (int offset = devices - 1; offset >= 0; offset--) {
                    backward(round, offset, 2 * unit);
                }
            }
            for (int offset = 0; offset <= devices - 2; offset++) {
                if (isLayer(unit - 1 - offset)) {
                    backward(round, offset, 2 * (unit - 1 - offset) + 1);
                }
            }
        }

        private boolean isLayer(int layer) {
            return layer >= 0 && layer < layers;
        }

        private void forward(int round, int offset, int stage) {
            sheet.forward(offset, stage, round * devices + offset);
        }

        private void backward(int round, int offset, int stage) {
            sheet.wholeBackward(offset, stage, round * devices + offset);
        }
    }
}
