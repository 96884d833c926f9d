package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.OpKind;

/** The order of one stage's ops while a family's rule writes it: each kind in micro-batch order. */
final class StageOrder {
    private final PipelineShape shape;
    private final int stage;
    private final boolean split;
    private final List<Integer> ops = new ArrayList<>();
    private int forwards;
    private int backwards;
    private int weights;

    StageOrder(PipelineShape shape, int stage, boolean split) {
        this.shape = shape;
        this.stage = stage;
        this.split = split;
    }

    /** Appends the next forwards, at most {@code count}, as far as there are micro-batches. */
    void forward(int count) {
        for (int left = count; left > 0 && forwards < shape.microBatches(); left--) {
            ops.add(shape.op(OpKind.F, 0, stage, forwards++));
        }
    }

    /** Appends the next backward: the full one, or only the input gradient where backwards are split. */
    void backward() {
        ops.add(shape.op(split ? OpKind.I : OpKind.B, 0, stage, backwards++));
    }

    /** Appends the next weight gradient. */
    void weight() {
        ops.add(shape.op(OpKind.W, 0, stage, weights++));
    }

    /** Appends a whole backward: the full one, or input and weight gradient one after the other. */
    void wholeBackward() {
        backward();
        if (split) {
            weight();
        }
    }

    /** Appends the weight gradients still missing. */
    void remainingWeights() {
        while (weights < shape.microBatches()) {
            weight();
        }
    }

    List<Integer> ops() {
        return ops;
    }
}
