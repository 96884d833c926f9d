package org.takt.model.expansion;

import java.util.Arrays;
import java.util.List;

/** The compute ops of every stage and segment of every micro-batch, by index in the problem; −1 where there is none. */
final class ChainOps {
    private final int stages;
    private final int[] firstSegment;
    private final int[] forward;
    private final int[] backward;
    private final int[] backwardInput;
    private final int[] backwardWeight;

    /** @param segments the number of segments of each micro-batch */
    ChainOps(int stages, int[] segments) {
        this.stages = stages;
        firstSegment = new int[segments.length + 1];
        for (int microBatch = 0; microBatch < segments.length; microBatch++) {
            firstSegment[microBatch + 1] = firstSegment[microBatch] + segments[microBatch];
        }
        int size = stages * firstSegment[segments.length];
        forward = filled(size);
        backward = filled(size);
        backwardInput = filled(size);
        backwardWeight = filled(size);
    }

    private static int[] filled(int size) {
        int[] ops = new int[size];
        Arrays.fill(ops, -1);
        return ops;
    }

    private int at(int stage, int microBatch, int segment) {
        return (firstSegment[microBatch] + segment) * stages + stage;
    }

    void set(int stage, int microBatch, int segment, int f, int b, int i, int w) {
        int at = at(stage, microBatch, segment);
        forward[at] = f;
        backward[at] = b;
        backwardInput[at] = i;
        backwardWeight[at] = w;
    }

    int microBatches() {
        return firstSegment.length - 1;
    }

    int stages() {
        return stages;
    }

    int segments(int microBatch) {
        return firstSegment[microBatch + 1] - firstSegment[microBatch];
    }

    int forward(int stage, int microBatch, int segment) {
        return forward[at(stage, microBatch, segment)];
    }

    int backward(int stage, int microBatch, int segment) {
        return backward[at(stage, microBatch, segment)];
    }

    int backwardInput(int stage, int microBatch, int segment) {
        return backwardInput[at(stage, microBatch, segment)];
    }

    int backwardWeight(int stage, int microBatch, int segment) {
        return backwardWeight[at(stage, microBatch, segment)];
    }

    /** Returns the ops that may compute the input gradient: the full backward, the input gradient, or both as alternatives. */
    List<Integer> inputGradients(int stage, int microBatch, int segment) {
        int at = at(stage, microBatch, segment);
        return existing(backward[at], backwardInput[at]);
    }

    /** Returns the ops that may compute the weight gradient: the full backward, the weight gradient, or both as alternatives. */
    List<Integer> weightGradients(int stage, int microBatch, int segment) {
        int at = at(stage, microBatch, segment);
        return existing(backward[at], backwardWeight[at]);
    }

    private static List<Integer> existing(int first, int second) {
        if (first < 0) {
            return second < 0 ? List.of() : List.of(second);
        }
        return second < 0 ? List.of(first) : List.of(first, second);
    }
}
