package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * The handcrafted schedules of Zero Bubble (arXiv 2401.10241). Stage s of P runs k·(P − 1 − s) forwards, then for every
 * micro-batch a forward, an input gradient and, once k·(P − 1) micro-batches are through, a weight gradient; the missing
 * weight gradients come last.
 *
 * <p>ZB-H1 (k = 1) keeps 1F1B's memory; with equal stages and no communication its idle time is (P − 1)·(F + I − W) in
 * makespan. ZB-H2 (k = 2) needs m ≥ 2P and holds up to 2P − 1 activations; its idle time is
 * (P − 1)·(F + I + 2·lag − 2·W), where positive, in maximal device span.
 */
public final class ZeroBubbleHandcrafted extends SplitStageFamily {
    /** ZB-H1. */
    public static final ZeroBubbleHandcrafted H1 = new ZeroBubbleHandcrafted("ZB-H1", 1);

    /** ZB-H2. */
    public static final ZeroBubbleHandcrafted H2 = new ZeroBubbleHandcrafted("ZB-H2", 2);

    private final int warmUpFactor;

    private ZeroBubbleHandcrafted(String name, int warmUpFactor) {
        super(name);
        this.warmUpFactor = warmUpFactor;
    }

    @Override
    Outcome ordersOfStages(PipelineShape shape) {
        if (warmUpFactor > 1 && shape.microBatches() < 2 * shape.stages()) {
            return new Outcome.DoesNotApply(name() + " needs at least twice as many micro-batches as stages, found "
                    + shape.microBatches() + " for " + shape.stages() + ".");
        }
        List<List<Integer>> orders = new ArrayList<>();
        for (int stage = 0; stage < shape.stages(); stage++) {
            orders.add(stageOrder(shape, stage));
        }
        return new Outcome.Applies(shape.orders(true, orders));
    }

    private List<Integer> stageOrder(PipelineShape shape, int stage) {
        int last = shape.stages() - 1;
        int warmUp = warmUpFactor * (last - stage);
        StageOrder order = new StageOrder(shape, stage, true);
        order.forward(warmUp);
        for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
            order.forward(1);
            order.backward();
            if (warmUp + microBatch >= warmUpFactor * last) {
                order.weight();
            }
        }
        order.remainingWeights();
        return order.ops();
    }
}
