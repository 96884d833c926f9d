package org.takt.solver.baseline;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;

/** The compute ops of a pipeline by kind, stage, micro-batch and segment. */
final class OpPlaces {
    private static final int NONE = -1;

    private final int stages;
    private final int[] firstSegment;
    private final Map<OpKind, int[]> opByPlace = new EnumMap<>(OpKind.class);

    /** @param firstSegment the number of segments before each micro-batch, and of all */
    OpPlaces(int stages, int[] firstSegment) {
        this.stages = stages;
        this.firstSegment = firstSegment;
    }

    /** Puts an op into its place; returns whether that was free. */
    boolean put(Op op, int id) {
        int[] ofKind = opByPlace.computeIfAbsent(op.kind(), kind -> nowhere());
        int place = place(op.stage(), op.microBatch(), op.segment());
        boolean free = ofKind[place] == NONE;
        ofKind[place] = id;
        return free;
    }

    private int[] nowhere() {
        int[] ops = new int[stages * allSegments()];
        Arrays.fill(ops, NONE);
        return ops;
    }

    private int place(int stage, int microBatch, int segment) {
        return stage * allSegments() + firstSegment[microBatch] + segment;
    }

    /** Returns the index of an op, or −1 if there is none in that place. */
    int op(OpKind kind, int stage, int microBatch, int segment) {
        int[] ofKind = opByPlace.get(kind);
        return ofKind == null ? NONE : ofKind[place(stage, microBatch, segment)];
    }

    boolean has(OpKind kind, int stage, int microBatch, int segment) {
        return op(kind, stage, microBatch, segment) != NONE;
    }

    /** Returns whether there is an op of a kind anywhere. */
    boolean hasAny(OpKind kind) {
        return opByPlace.containsKey(kind);
    }

    int stages() {
        return stages;
    }

    int microBatches() {
        return firstSegment.length - 1;
    }

    /** Returns the number of segments of a micro-batch. */
    int segments(int microBatch) {
        return firstSegment[microBatch + 1] - firstSegment[microBatch];
    }

    /** Returns the number of segments of the micro-batch that has most. */
    int mostSegments() {
        return IntStream.range(0, microBatches()).map(this::segments).max().orElseThrow();
    }

    /** Returns the number of segments of all micro-batches. */
    int allSegments() {
        return firstSegment[microBatches()];
    }
}
