package org.takt.solver.search;

import org.takt.model.problem.Buffer;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.solver.baseline.PipelineShape;

/**
 * What the memory of a pipeline with one stage on each device allows before the first backward, compared with the warm-up
 * of 1F1B, which ZB-H1 shares: min(m, P − s) forwards on stage s of P, of m micro-batches.
 */
enum WarmUpMemory {
    /** Some device can hold half of 1F1B's warm-up at most. */
    AT_MOST_HALF,
    /** Every device can hold more than half of 1F1B's warm-up, some not all of it, so that neither that nor ZB-H1 keeps the limits. */
    SCARCE,
    /** Every device can hold 1F1B's warm-up, some no more than that. */
    EXACT,
    /** Every device has memory for more. */
    AMPLE;

    /** Returns what the memory allows. Takes O(size of the problem) time. */
    static WarmUpMemory of(PipelineShape shape) {
        long[] held = heldUntilBackward(shape.problem());
        WarmUpMemory least = AMPLE;
        for (int stage = 0; stage < shape.stages(); stage++) {
            WarmUpMemory own = ofStage(stage, held, shape);
            least = own.compareTo(least) < 0 ? own : least;
        }
        return least;
    }

    private static WarmUpMemory ofStage(int stage, long[] held, PipelineShape shape) {
        int microBatches = shape.microBatches();
        int warmUp = Math.min(microBatches, shape.stages() - stage);
        long left = capacity(stage, shape);
        int forwards = 0;
        while (forwards < microBatches && forwards <= warmUp) {
            left -= held[shape.op(OpKind.F, 0, stage, forwards)];
            if (left < 0) {
                break;
            }
            forwards++;
        }
        if (forwards < warmUp) {
            return 2 * forwards <= warmUp ? AT_MOST_HALF : SCARCE;
        }
        return forwards == warmUp && forwards < microBatches ? EXACT : AMPLE;
    }

    private static long capacity(int stage, PipelineShape shape) {
        Problem problem = shape.problem();
        int device =
                problem.resources().get(shape.computeOf(0, stage)).devices().get(0);
        return problem.devices().get(device).bufferCapacity();
    }

    /** Returns for each forward what it takes on its device and only backwards of its own stage and micro-batch release. */
    private static long[] heldUntilBackward(Problem problem) {
        long[] held = new long[problem.ops().size()];
        for (Buffer buffer : problem.buffers()) {
            if (isHeldUntilBackward(buffer, problem)) {
                held[buffer.takenAt()] += buffer.size();
            }
        }
        return held;
    }

    private static boolean isHeldUntilBackward(Buffer buffer, Problem problem) {
        Op taker = problem.ops().get(buffer.takenAt());
        if (taker.kind() != OpKind.F || !buffer.conditions().isEmpty() || !runsOn(buffer.device(), taker, problem)) {
            return false;
        }
        for (int release : buffer.releasedBy()) {
            Op op = problem.ops().get(release);
            boolean isOwnBackward = (op.kind() == OpKind.B || op.kind() == OpKind.I || op.kind() == OpKind.W)
                    && op.stage() == taker.stage()
                    && op.microBatch() == taker.microBatch();
            if (!isOwnBackward) {
                return false;
            }
        }
        return true;
    }

    private static boolean runsOn(int device, Op op, Problem problem) {
        int compute = op.modes().get(0).resources().get(0);
        return problem.resources().get(compute).devices().get(0) == device;
    }
}
