package org.takt.model.expansion;

import java.util.Arrays;
import java.util.List;

/** The compute ops of every stage and micro-batch, by index in the problem; −1 where there is none. */
final class ChainOps {
    private final int stages;
    private final int[] forward;
    private final int[] backward;
    private final int[] backwardInput;
    private final int[] backwardWeight;

    ChainOps(int stages, int microBatches) {
        this.stages = stages;
        forward = filled(stages * microBatches);
        backward = filled(stages * microBatches);
        backwardInput = filled(stages * microBatches);
        backwardWeight = filled(stages * microBatches);
    }

    private static int[] filled(int size) {
        int[] ops = new int[size];
        Arrays.fill(ops, -1);
        return ops;
    }

    void set(int stage, int microBatch, int f, int b, int i, int w) {
        int at = microBatch * stages + stage;
        forward[at] = f;
        backward[at] = b;
        backwardInput[at] = i;
        backwardWeight[at] = w;
    }

    int forward(int stage, int microBatch) {
        return forward[microBatch * stages + stage];
    }

    int backward(int stage, int microBatch) {
        return backward[microBatch * stages + stage];
    }

    int backwardInput(int stage, int microBatch) {
        return backwardInput[microBatch * stages + stage];
    }

    int backwardWeight(int stage, int microBatch) {
        return backwardWeight[microBatch * stages + stage];
    }

    /** Returns the ops that may compute the input gradient: the full backward, the input gradient, or both as alternatives. */
    List<Integer> inputGradients(int stage, int microBatch) {
        return existing(backward(stage, microBatch), backwardInput(stage, microBatch));
    }

    /** Returns the ops that may compute the weight gradient: the full backward, the weight gradient, or both as alternatives. */
    List<Integer> weightGradients(int stage, int microBatch) {
        return existing(backward(stage, microBatch), backwardWeight(stage, microBatch));
    }

    private static List<Integer> existing(int first, int second) {
        if (first < 0) {
            return second < 0 ? List.of() : List.of(second);
        }
        return second < 0 ? List.of(first) : List.of(first, second);
    }
}
