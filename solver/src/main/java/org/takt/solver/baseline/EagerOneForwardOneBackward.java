package org.takt.solver.baseline;

/**
 * Eager 1F1B (arXiv 2211.05322): 1F1B with two warm-up forwards for each later stage in place of one, so that the
 * transfers between stages hide behind work. Stage s of P runs 2·(P − 1 − s) forwards, then one forward and one
 * backward in turn, then the remaining backwards, as in Alpa, Paddle and JaxPP. A full backward is used where the
 * problem offers it; where it offers only the split, input and weight gradient run one after the other.
 *
 * <p>With equal stages and no communication the idle time is (P − 1)·(F + B), as with 1F1B. Stage s holds
 * min(m, 2·(P − s) − 1) activations.
 */
public final class EagerOneForwardOneBackward implements ScheduleFamily {
    @Override
    public String name() {
        return "Eager 1F1B";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    "Eager 1F1B needs one pipeline with backwards and one stage on each device.");
        }
        return new Outcome.Applies(OneForwardOneBackward.withWarmUp(shape, stage -> 2 * (shape.stages() - 1 - stage)));
    }
}
