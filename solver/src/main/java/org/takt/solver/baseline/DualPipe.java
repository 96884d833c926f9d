package org.takt.solver.baseline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.takt.model.schedule.OverlappedPair;

/**
 * DualPipe (DeepSeek-V3, arXiv 2412.19437) and DualPipeV, its half over a V ("cut in half", by Sea AI Lab; PyTorch's
 * ScheduleDualPipeV). Every device has two stages: of two opposite pipelines under DualPipe, of the two arms of a V under
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
 * forward first, and {@link Outcome.Applies#pairs()} names them for export. Where backwards do not split, the full one
 * runs in the place of the input gradient; where they only split, its two ops follow each other. K must be at least
 * 2·H.
 *
 * <p>Closed forms, with equal stages, no communication, split backwards and W ≤ I ≤ F: idle time
 * (H − 1)·max(F + I − W, 2·(F − W)). The paper has (H − 1)·(F&amp;B + B − 3·W) with F&amp;B the time of a pair and B = I + W,
 * which for F&amp;B = F + B ≥ 2·F is (H − 1)·I more: here the forward of a pair need not wait for its backward. Every device
 * holds 2·H + 1 activations.
 */
public final class DualPipe implements ScheduleFamily {
    /** Two opposite pipelines. */
    public static final DualPipe BIDIRECTIONAL = new DualPipe("DualPipe", true);

    /** One pipeline in a V. */
    public static final DualPipe V = new DualPipe("DualPipeV", false);

    private final String name;
    private final boolean bidirectional;

    private DualPipe(String name, boolean bidirectional) {
        this.name = name;
        this.bidirectional = bidirectional;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        return bidirectional ? overTwoPipelines(shape) : overV(shape);
    }

    private Outcome overTwoPipelines(PipelineShape shape) {
        int devices = shape.devices();
        if (!shape.isMirrored(1) || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    name
                            + " needs two pipelines with backwards in opposite directions, each with one stage on each device.");
        }
        if (devices % 2 == 1) {
            return new Outcome.DoesNotApply(name + " needs an even number of devices, found " + devices + ".");
        }
        List<Integer> down = shape.microBatchesOf(0);
        List<Integer> up = shape.microBatchesOf(1);
        if (down.size() != up.size()) {
            return new Outcome.DoesNotApply(
                    name + " needs as many micro-batches in one direction as in the other, found " + down.size()
                            + " and " + up.size() + ".");
        }
        if (down.size() < devices) {
            return tooFew(shape);
        }
        Writer writer = new Writer(shape);
        for (int device = 0; device < devices; device++) {
            Arm first = new Arm(0, device, down);
            Arm second = new Arm(1, devices - 1 - device, up);
            boolean firstIsNear = device < devices / 2;
            int distance = Math.min(device, devices - 1 - device);
            writer.write(firstIsNear ? first : second, firstIsNear ? second : first, devices / 2, distance);
        }
        return writer.toOutcome();
    }

    private Outcome overV(PipelineShape shape) {
        int devices = shape.devices();
        if (!shape.isWave() || shape.stages() != 2 * devices || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    name + " needs one pipeline with backwards in a V with two stages on each device.");
        }
        if (shape.microBatches() < 2 * devices) {
            return tooFew(shape);
        }
        List<Integer> all = shape.microBatchesOf(0);
        Writer writer = new Writer(shape);
        for (int device = 0; device < devices; device++) {
            writer.write(new Arm(0, device, all), new Arm(0, 2 * devices - 1 - device, all), devices, device);
        }
        return writer.toOutcome();
    }

    private Outcome tooFew(PipelineShape shape) {
        return new Outcome.DoesNotApply(name + " needs at least twice as many micro-batches as devices, found "
                + shape.microBatches() + " for " + shape.devices() + ".");
    }

    /** One of a device's two stages, and how far its forwards and backwards have come. */
    private static final class Arm {
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

    /** Writes the devices' orders one after the other. */
    private static final class Writer {
        private final PipelineShape shape;
        private final OrderSheet sheet;
        private final List<OverlappedPair> pairs = new ArrayList<>();
        private final Queue<Weight> missingWeights = new ArrayDeque<>();

        Writer(PipelineShape shape) {
            this.shape = shape;
            this.sheet = new OrderSheet(shape);
        }

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

        Outcome toOutcome() {
            return new Outcome.Applies(sheet.toOrders(), pairs);
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
    }
}
