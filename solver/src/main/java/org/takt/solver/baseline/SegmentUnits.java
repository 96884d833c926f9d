package org.takt.solver.baseline;

import java.util.Arrays;
import org.takt.model.schedule.DeviceOrders;

/**
 * The segments of all micro-batches as the units that Seq1F1B, SlimPipe and SPPO pipeline: forwards in the order of the
 * micro-batches and of the segments in each, because a segment's attention reads the keys and values of those before it;
 * backwards in the order of the micro-batches but with the last segment of each first, because a segment's keys and
 * values get gradients from those after it. Where a device has several stages, it runs groups of whole micro-batches of
 * at least P units through one after the other, forwards the first stage first, backwards the last; all micro-batches then
 * have equally many segments.
 */
final class SegmentUnits {
    private final PipelineShape shape;
    private final OrderSheet sheet;
    private final int[] microBatchOf;
    private final int[] firstUnit;
    private final int group;
    private final int stagesOfDevice;

    SegmentUnits(PipelineShape shape) {
        this.shape = shape;
        this.sheet = new OrderSheet(shape);
        this.firstUnit = new int[shape.microBatches() + 1];
        for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
            firstUnit[microBatch + 1] = firstUnit[microBatch] + shape.segments(microBatch);
        }
        this.microBatchOf = new int[firstUnit[shape.microBatches()]];
        for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
            Arrays.fill(microBatchOf, firstUnit[microBatch], firstUnit[microBatch + 1], microBatch);
        }
        int segments = shape.segments();
        int microBatchesOfGroup = (shape.devices() + segments - 1) / segments;
        this.group = microBatchesOfGroup * segments;
        this.stagesOfDevice = shape.stages() / shape.devices();
    }

    /** Returns how many units go through a stage before the next stage of the device has its turn. */
    int group() {
        return group;
    }

    /** Returns whether there is one group only or all groups are full. */
    boolean fillGroups() {
        return microBatchOf.length <= group || microBatchOf.length % group == 0;
    }

    /**
     * Writes a device's order: the warm-up, then forward and backward in turn, then the remaining backwards.
     *
     * @param rank the first of the device's stages
     * @param warmUp forwards before the first forward and backward in turn, cut to those there are
     */
    void write(int rank, int warmUp) {
        int total = microBatchOf.length * stagesOfDevice;
        int first = Math.min(warmUp, total);
        for (int index = 0; index < first; index++) {
            forward(rank, index);
        }
        for (int index = 0; index < total; index++) {
            if (first + index < total) {
                forward(rank, first + index);
            }
            backward(rank, index);
        }
    }

    /**
     * Writes a device's order with backwards split: the warm-up, then forward and input gradient in turn, with a weight gradient
     * once enough forwards ran, then the remaining input gradients and weight gradients in turn, then the remaining weight gradients.
     *
     * @param rank the device's only stage
     * @param warmUp forwards before the first forward and input gradient in turn, cut to those there are
     * @param weightsFrom forwards of the warm-up and input gradients after which each of these is followed by a weight gradient
     */
    void writeSplit(int rank, int warmUp, int weightsFrom) {
        int total = microBatchOf.length;
        int first = Math.min(warmUp, total);
        for (int index = 0; index < first; index++) {
            forward(rank, index);
        }
        int weights = 0;
        for (int index = 0; index < total; index++) {
            if (first + index < total) {
                forward(rank, first + index);
            }
            sheet.inputGradient(0, rank, microBatchOf[index], mirrored(index));
            if (warmUp + index >= weightsFrom) {
                sheet.weightGradient(0, rank, microBatchOf[weights], mirrored(weights));
                weights++;
            }
        }
        for (; weights < total; weights++) {
            sheet.weightGradient(0, rank, microBatchOf[weights], mirrored(weights));
        }
    }

    /** Returns the number of all segments. */
    int count() {
        return microBatchOf.length;
    }

    DeviceOrders toOrders() {
        return sheet.toOrders();
    }

    private void forward(int rank, int index) {
        int unit = unit(index);
        int microBatch = microBatchOf[unit];
        int stage = rank + round(index) * shape.devices();
        sheet.forward(0, stage, microBatch, unit - firstUnit[microBatch]);
    }

    private void backward(int rank, int index) {
        int unit = unit(index);
        int microBatch = microBatchOf[unit];
        int stage = rank + (stagesOfDevice - 1 - round(index)) * shape.devices();
        sheet.wholeBackward(0, stage, microBatch, mirrored(unit));
    }

    /** Returns the segment that has its backward in the place of a unit in the order of forwards. */
    private int mirrored(int unit) {
        return firstUnit[microBatchOf[unit] + 1] - 1 - unit;
    }

    private int unit(int index) {
        int begin = groupBegin(index);
        return begin + (index - begin * stagesOfDevice) % groupSize(begin);
    }

    private int round(int index) {
        int begin = groupBegin(index);
        return (index - begin * stagesOfDevice) / groupSize(begin);
    }

    private int groupBegin(int index) {
        return index / (group * stagesOfDevice) * group;
    }

    private int groupSize(int begin) {
        return Math.min(group, microBatchOf.length - begin);
    }
}
