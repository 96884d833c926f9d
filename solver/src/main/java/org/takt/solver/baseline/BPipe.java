package org.takt.solver.baseline;

/**
 * The order of BPipe (Kim et al., ICML 2023), which is that of {@link OneForwardOneBackward}, without what BPipe adds to
 * it: device d evicts activations to device P − 1 − d and loads them back before their backward, so that no device holds
 * more than ⌈(P + 2)/2⌉ of them. Evictions are not expressible yet, so the memory here is 1F1B's, P − s activations on
 * stage s, and so is the idle time.
 */
public final class BPipe implements ScheduleFamily {
    @Override
    public String name() {
        return "BPipe, without evictions";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply("BPipe needs one pipeline with backwards and one stage on each device.");
        }
        return new OneForwardOneBackward().orders(shape);
    }
}
