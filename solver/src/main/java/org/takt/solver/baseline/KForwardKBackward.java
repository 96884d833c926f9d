package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * kFkB (Ada-Grouper, arXiv 2303.01675): 1F1B over groups of k micro-batches, so that the transfer of one member hides
 * behind the work on the others. Stage s of P runs k·(P − 1 − s) forwards, then k forwards and k backwards in turn,
 * then the remaining backwards. The paper tunes k at run time and leaves open what happens where k does not divide m;
 * here the last group is short. A full backward is used where the problem offers it; where it offers only the split,
 * input and weight gradient run one after the other.
 *
 * <p>With equal stages and no communication the idle time is (P − 1)·(F + B) where k divides m, as with 1F1B. Stage s
 * holds min(m, k·(P − s)) activations.
 */
public final class KForwardKBackward implements ScheduleFamily {
    private final int groupSize;

    /**
     * Creates the family for one k; k = 1 is 1F1B.
     *
     * @param groupSize k
     * @throws IllegalArgumentException if {@code groupSize} is less than 1
     */
    public KForwardKBackward(int groupSize) {
        if (groupSize < 1) {
            throw new IllegalArgumentException("A group has " + groupSize + " micro-batches, expected at least 1.");
        }
        this.groupSize = groupSize;
    }

    @Override
    public String name() {
        return groupSize + "F" + groupSize + "B";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    name() + " needs one pipeline with backwards and one stage on each device.");
        }
        int size = Math.min(groupSize, shape.microBatches());
        boolean split = !shape.canFuse();
        List<List<Integer>> orders = new ArrayList<>();
        for (int stage = 0; stage < shape.stages(); stage++) {
            StageOrder order = new StageOrder(shape, stage, split);
            for (int group = shape.stages() - 1 - stage; group > 0; group--) {
                order.forward(size);
            }
            for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
                if (microBatch % size == 0) {
                    order.forward(size);
                }
                order.wholeBackward();
            }
            orders.add(order.ops());
        }
        return new Outcome.Applies(shape.orders(split, orders));
    }
}
