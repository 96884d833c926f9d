package org.takt.solver.baseline;

import java.util.Collections;
import java.util.List;
import org.takt.model.Problems;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

/**
 * Hand-made problems whose micro-batches are cut into segments of any costs: a segment's forward follows that
 * of the segment before it on the same stage, its backward that of the segment after it. Every segment holds one unit of
 * memory from the start of its forward to the end of its backward. Stages go round the devices, or down and up them.
 */
record SegmentedPipeline(
        int devices, int stages, boolean zigZag, int microBatches, List<Long> forwards, List<Long> backwards) {
    /** Returns a pipeline whose segments cost the same. */
    static SegmentedPipeline equal(
            int devices, int stages, int microBatches, int segments, long forward, long backward) {
        return new SegmentedPipeline(
                devices,
                stages,
                false,
                microBatches,
                Collections.nCopies(segments, forward),
                Collections.nCopies(segments, backward));
    }

    Problem problem() {
        Problems problems = Problems.of(devices);
        int segments = forwards.size();
        int[][][] forward = new int[microBatches][stages][segments];
        int[][][] backward = new int[microBatches][stages][segments];
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            for (int stage = 0; stage < stages; stage++) {
                for (int segment = 0; segment < segments; segment++) {
                    forward[microBatch][stage][segment] =
                            problems.op(op(OpKind.F, stage, microBatch, segment, forwards.get(segment)));
                    backward[microBatch][stage][segment] =
                            problems.op(op(OpKind.B, stage, microBatch, segment, backwards.get(segment)));
                    problems.precede(forward[microBatch][stage][segment], backward[microBatch][stage][segment]);
                    problems.buffer(
                            device(stage),
                            1,
                            forward[microBatch][stage][segment],
                            backward[microBatch][stage][segment]);
                }
            }
            for (int stage = 0; stage < stages; stage++) {
                for (int segment = 0; segment < segments; segment++) {
                    if (stage + 1 < stages) {
                        problems.precede(forward[microBatch][stage][segment], forward[microBatch][stage + 1][segment]);
                        problems.precede(
                                backward[microBatch][stage + 1][segment], backward[microBatch][stage][segment]);
                    }
                    if (segment + 1 < segments) {
                        problems.precede(forward[microBatch][stage][segment], forward[microBatch][stage][segment + 1]);
                        problems.precede(
                                backward[microBatch][stage][segment + 1], backward[microBatch][stage][segment]);
                    }
                }
            }
        }
        return problems.problem();
    }

    private int device(int stage) {
        int position = stage % devices;
        return zigZag && (stage / devices) % 2 == 1 ? devices - 1 - position : position;
    }

    private Op op(OpKind kind, int stage, int microBatch, int segment, long cost) {
        return new Op(kind, 0, stage, microBatch, segment, false, List.of(new Mode(cost, List.of(device(stage)))));
    }
}
