package org.takt.solver.baseline;

/**
 * Hanayo (arXiv 2308.15762): 2·P·W stages that go down and up the P devices W times, called W waves. The paper draws
 * units of P micro-batches and gives no rule for the order; this is the one its figures follow where forward and
 * backward take as long: micro-batches enter in every second slot, as {@link SlotOrder} describes.
 */
public final class Hanayo implements ScheduleFamily {
    @Override
    public String name() {
        return "Hanayo";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isWave()) {
            return new Outcome.DoesNotApply(
                    "Hanayo needs one pipeline that goes down and up the devices once for each wave.");
        }
        return new Outcome.Applies(new SlotOrder(shape, shape.devices(), 1).toOrders());
    }
}
