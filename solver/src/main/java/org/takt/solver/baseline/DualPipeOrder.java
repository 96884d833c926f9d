package org.takt.solver.baseline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.takt.model.schedule.OverlappedPair;

/**
 * The orders of {@link DualPipe} and {@link DualPipeV}, device by device. Every device has two stages: of two opposite pipelines under DualPipe, of the two arms of a V under
 * DualPipeV. With near stage the one closer to its pipeline's begin and far stage the other, H = P/2 for DualPipe and
 * H = P for DualPipeV, K micro-batches in each pipeline, and d the device's distance from the nearest begin of a
 * pipeline (0 ≤ d &lt; H), the device runs in turn
 *
 * <ol>
 *   <li>2·(H − 1 − d) near forwards;
 *   <li>d + 1 times a near forward and a far forward;
 *   <li>H − 1 − d times a far input gradient, its weight gradient and a far forward;
 *   <li>K − 2·H + d + 1 times the pairs of a near forward with a far backward and of a far forward with a near
 *       backward; where d = H − 1 the very first of them is no pair;
 *   <li>H − 1 − d times a far backward and the pair of a far forward with a near backward;
 *   <li>d + 1 times a far backward and a near backward, of these 2·(d + 1) backwards the second half as input
 *       gradients only;
 *   <li>H − 1 − d times the oldest missing weight gradient and a near input gradient;
 *   <li>the missing weight gradients, oldest first.
 * </ol>
 *
 * <p>A pair is meant to run as one op, whose communication and computation overlap; here its two ops follow each other,
 * forward first, and {@link ScheduleFamily.Outcome.Applies#pairs()} names them for export. Where backwards do not split, the
 * full one runs in the place of the input gradient; where they only split, its two ops follow each other. K must be at least
 * 2·H.
 *
 * <p>Closed forms, with equal stages, no communication, split backwards and W ≤ I ≤ F: idle time
 * (H − 1)·max(F + I − W, 2·(F − W)). The paper has (H − 1)·(F&amp;B + B − 3·W) with F&amp;B the time of a pair and B = I + W,
 * which for F&amp;B = F + B ≥ 2·F is (H − 1)·I more: here the forward of a pair need not wait for its backward. Every device
 * holds 2·H + 1 activations.
 */
final class DualPipeOrder {
    private final PipelineShape shape;
    private final OrderSheet sheet;
    private final List<OverlappedPair> pairs = new ArrayList<>();
    private final Queue<Weight> missingWeights = new ArrayDeque<>();

    DualPipeOrder(PipelineShape shape) {
        this.shape = shape;
        this.sheet = new OrderSheet(shape);
    }

    /** Returns the outcome where 2·H exceeds K. */
    static ScheduleFamily.Outcome tooFewMicroBatches(String family, PipelineShape shape) {
        return new ScheduleFamily.Outcome.DoesNotApply(
                family + " needs at least twice as many micro-batches as devices, found " + shape.microBatches()
                        + " for " + shape.devices() + ".");
    }

    /**
     * Writes the order of one device.
     *
     * @param half H
     * @param distance d
     */
    void write(Arm near, Arm far, int half, int distance) {
        int beyond = half - 1 - distance;
        for (int count = 0; count < 2 * beyond; count++) {
            forward(near);
        }
        for (int count = 0; count <= distance; count++) {
            forward(near);
            forward(far);
        }
        for (int count = 0; count < beyond; count++) {
            inputGradient(far);
            oldestWeight();
            forward(far);
        }
        int inPairs = near.microBatches.size() - 2 * half + distance + 1;
        for (int count = 0; count < inPairs; count++) {
            if (count == 0 && beyond == 0) {
                forward(near);
                wholeBackward(far);
            } else {
                pair(near, far);
            }
            pair(far, near);
        }
        for (int count = 0; count < beyond; count++) {
            wholeBackward(far);
            pair(far, near);
        }
        for (int count = 0; count < 2 * (distance + 1); count++) {
            Arm arm = count % 2 == 0 ? far : near;
            if (count <= distance) {
                wholeBackward(arm);
            } else {
                inputGradient(arm);
            }
        }
        for (int count = 0; count < beyond; count++) {
            oldestWeight();
            inputGradient(near);
        }
        while (!missingWeights.isEmpty()) {
            oldestWeight();
        }
    }

    ScheduleFamily.Outcome toOutcome() {
        return new ScheduleFamily.Outcome.Applies(sheet.toOrders(), pairs);
    }

    private void pair(Arm forward, Arm backward) {
        pairs.add(new OverlappedPair(forward(forward), wholeBackward(backward)));
    }

    private int forward(Arm arm) {
        return sheet.forward(arm.pipeline, arm.stage, arm.microBatches.get(arm.forwards++));
    }

    private int wholeBackward(Arm arm) {
        return sheet.wholeBackward(arm.pipeline, arm.stage, arm.microBatches.get(arm.backwards++));
    }

    private void inputGradient(Arm arm) {
        if (!shape.canSplit()) {
            wholeBackward(arm);
            return;
        }
        int microBatch = arm.microBatches.get(arm.backwards++);
        sheet.inputGradient(arm.pipeline, arm.stage, microBatch);
        missingWeights.add(new Weight(arm, microBatch));
    }

    /** Appends the oldest missing weight gradient; there is none where backwards do not split. */
    private void oldestWeight() {
        Weight weight = missingWeights.poll();
        if (weight != null) {
            sheet.weightGradient(weight.arm().pipeline, weight.arm().stage, weight.microBatch());
        }
    }

    /** One of a device's two stages, and how far its forwards and backwards have come. */
    static final class Arm {
        private final int pipeline;
        private final int stage;
        private final List<Integer> microBatches;
        private int forwards;
        private int backwards;

        Arm(int pipeline, int stage, List<Integer> microBatches) {
            this.pipeline = pipeline;
            this.stage = stage;
            this.microBatches = microBatches;
        }
    }

    private record Weight(Arm arm, int microBatch) {}
}
