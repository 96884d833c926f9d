package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * 2BP (arXiv 2405.18047): known schedules with the backward split into input and weight gradient and the weight
 * gradients delayed.
 *
 * <p>Over GPipe, all weight gradients run at the end of the step. With equal stages and no communication the idle time
 * is (P − 1)·(F + I), and every stage holds all m activations.
 *
 * <p>Over 1F1B, stage s of P runs 1F1B's warm-up and steady state with input gradients alone, puts the weight gradient
 * of the oldest micro-batch before each of the P − 1 − s input gradients that drain the pipeline, where it would idle,
 * and runs the others at the end. The paper shows this for equal times and leaves open what happens where the weight
 * gradient does not fit; here it runs nevertheless. With equal stages, no communication and m ≥ P the idle time is
 * (P − 1)·(F + max(0, I − min(F, W))). Stage s holds
 * min(m, P − s) of what the input gradient frees, and up to m of what the weight gradient frees.
 *
 * <p>The paper may also run the weight gradients of several micro-batches as one op; this is not modelled.
 */
public final class TwoStageBackpropagation extends SplitStageFamily {
    /** Over GPipe. */
    public static final TwoStageBackpropagation GPIPE = new TwoStageBackpropagation("2BP-GPipe", true);

    /** Over 1F1B. */
    public static final TwoStageBackpropagation ONE_FORWARD_ONE_BACKWARD =
            new TwoStageBackpropagation("2BP-1F1B", false);

    private final boolean allForwardsFirst;

    private TwoStageBackpropagation(String name, boolean allForwardsFirst) {
        super(name);
        this.allForwardsFirst = allForwardsFirst;
    }

    @Override
    Outcome ordersOfStages(PipelineShape shape) {
        List<List<Integer>> orders = new ArrayList<>();
        for (int stage = 0; stage < shape.stages(); stage++) {
            orders.add(allForwardsFirst ? overGPipe(shape, stage) : overOneForwardOneBackward(shape, stage));
        }
        return new Outcome.Applies(shape.orders(true, orders));
    }

    private static List<Integer> overGPipe(PipelineShape shape, int stage) {
        StageOrder order = new StageOrder(shape, stage, true);
        order.forward(shape.microBatches());
        for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
            order.backward();
        }
        order.remainingWeights();
        return order.ops();
    }

    private static List<Integer> overOneForwardOneBackward(PipelineShape shape, int stage) {
        StageOrder order = new StageOrder(shape, stage, true);
        int warmUp = shape.stages() - 1 - stage;
        order.forward(warmUp);
        for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
            boolean draining = microBatch + warmUp >= shape.microBatches();
            if (draining && microBatch > 0) {
                order.weight();
            }
            order.forward(1);
            order.backward();
        }
        order.remainingWeights();
        return order.ops();
    }
}
