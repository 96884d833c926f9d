package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.OpKind;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;

/**
 * The orders of all compute streams while a family's rule writes them, op by op, for any number of stages per device
 * and pipelines. Each op goes to the end of the order of the stream that its stage runs on. Backwards may be fused for
 * some micro-batches and split for others where the problem offers both.
 */
final class OrderSheet {
    private final PipelineShape shape;
    private final int[] modes;
    private final Map<Integer, List<Integer>> orders = new HashMap<>();

    OrderSheet(PipelineShape shape) {
        this.shape = shape;
        this.modes = new int[shape.problem().ops().size()];
        for (int op = 0; op < modes.length; op++) {
            boolean transfer = shape.problem().ops().get(op).kind().isTransfer();
            modes[op] = transfer ? 0 : Schedule.ABSENT;
        }
    }

    /** Appends a forward and returns it. */
    int forward(int pipeline, int stage, int microBatch) {
        return forward(pipeline, stage, microBatch, 0);
    }

    /** Appends the forward of a segment and returns it. */
    int forward(int pipeline, int stage, int microBatch, int segment) {
        return append(OpKind.F, pipeline, stage, microBatch, segment);
    }

    /**
     * Appends a full backward, or input and weight gradient one after the other where the problem has no full one.
     *
     * @return the op that yields the input gradient
     */
    int wholeBackward(int pipeline, int stage, int microBatch) {
        return wholeBackward(pipeline, stage, microBatch, 0);
    }

    /** Appends the whole backward of a segment and returns the op that yields the input gradient. */
    int wholeBackward(int pipeline, int stage, int microBatch, int segment) {
        if (shape.canFuse()) {
            return append(OpKind.B, pipeline, stage, microBatch, segment);
        }
        int input = append(OpKind.I, pipeline, stage, microBatch, segment);
        append(OpKind.W, pipeline, stage, microBatch, segment);
        return input;
    }

    /** Appends an input gradient; the problem must offer split backwards. */
    void inputGradient(int pipeline, int stage, int microBatch) {
        inputGradient(pipeline, stage, microBatch, 0);
    }

    /** Appends the input gradient of a segment; the problem must offer split backwards. */
    void inputGradient(int pipeline, int stage, int microBatch, int segment) {
        append(OpKind.I, pipeline, stage, microBatch, segment);
    }

    /** Appends a weight gradient; the problem must offer split backwards. */
    void weightGradient(int pipeline, int stage, int microBatch) {
        weightGradient(pipeline, stage, microBatch, 0);
    }

    /** Appends the weight gradient of a segment; the problem must offer split backwards. */
    void weightGradient(int pipeline, int stage, int microBatch, int segment) {
        append(OpKind.W, pipeline, stage, microBatch, segment);
    }

    /** Returns the number of ops on the stream that a stage runs on. */
    int length(int pipeline, int stage) {
        return orders.getOrDefault(shape.computeOf(pipeline, stage), List.of()).size();
    }

    /**
     * Returns the orders.
     *
     * @throws IllegalArgumentException if an op was appended twice
     */
    DeviceOrders toOrders() {
        return new DeviceOrders(shape.problem(), Arrays.copyOf(modes, modes.length), orders);
    }

    private int append(OpKind kind, int pipeline, int stage, int microBatch, int segment) {
        int op = shape.op(kind, pipeline, stage, microBatch, segment);
        if (op < 0) {
            throw new IllegalArgumentException("The problem has no " + kind + " of pipeline " + pipeline + ", stage "
                    + stage + ", micro-batch " + microBatch + ", segment " + segment + ".");
        }
        modes[op] = 0;
        orders.computeIfAbsent(shape.computeOf(pipeline, stage), stream -> new ArrayList<>())
                .add(op);
        return op;
    }
}
