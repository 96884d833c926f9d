package org.takt.solver.baseline;

/**
 * Hanayo (arXiv 2308.15762): 2·P·W stages that go down and up the P devices W times, called W waves. The paper draws
 * units of P micro-batches and gives no rule for the order; this is the one its figures follow where forward and
 * backward take as long: micro-batches enter in every second slot, as {@link SlotOrder} describes. Further units are
 * concatenated, the last one may be smaller.
 *
 * <p>Closed forms, with equal stages, no communication and P dividing N, where F and B are the forward and the whole
 * backward of one of a device's 2·W stages: idle time 2·(P − 1)·(max(F, B) + (N/P − 1)·|B − F|). For N = P and B = 2·F
 * that is a bubble rate of 2·(P − 1) / (3·P·W + 2·(P − 1)), which is optimal wherever the optimum was proved; the often
 * quoted (2·P − 2) / (3·P·W + P − 1) is more than that. Device d holds 2·P·W − P + d + 1 of its stages' activations at
 * most.
 */
public final class Hanayo implements ScheduleFamily {
    @Override
    public String name() {
        return "Hanayo";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isWave() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    "Hanayo needs one pipeline with backwards that goes down and up the devices once for each wave.");
        }
        return new Outcome.Applies(new SlotOrder(shape, shape.devices(), 1).bySlot());
    }
}
