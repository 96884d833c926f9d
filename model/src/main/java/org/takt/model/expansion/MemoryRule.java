package org.takt.model.expansion;

import java.math.BigInteger;
import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.TokenMemory;

/**
 * Adds the buffers of every stage and segment: the activation from the start of the forward, one part until the input
 * gradient ends and one until the weight gradient ends, the keys and values from the start of the forward until the input
 * gradient ends, and the gradient memory from the start of the backward. A full backward ends all. A
 * recomputed activation is held during the forward and again from the start of the backward. Sizes are exact up to
 * here; each is scaled by the micro-batch's factor and rounded up once to whole units.
 */
final class MemoryRule {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final Instance instance;
    private final StageMap stageMap;
    private final SegmentMap segments;
    private final ChainOps chains;

    MemoryRule(Instance instance, StageMap stageMap, SegmentMap segments, ChainOps chains) {
        this.instance = instance;
        this.stageMap = stageMap;
        this.segments = segments;
        this.chains = chains;
    }

    void addTo(Draft draft) {
        for (int microBatch = 0; microBatch < chains.microBatches(); microBatch++) {
            for (int segment = 0; segment < chains.segments(microBatch); segment++) {
                for (int stage = 0; stage < chains.stages(); stage++) {
                    addStage(draft, stage, microBatch, segment);
                }
            }
        }
    }

    private void addStage(Draft draft, int stage, int microBatch, int segment) {
        StageMemory memory = instance.stages().get(stage).memory();
        TokenMemory byTokens = memory.perMillionTokens();
        MicroBatch factors = instance.microBatches().get(microBatch);
        long tokens = segments.of(microBatch, segment).tokens();
        long activation = size(memory.activation(), byTokens.activation(), tokens, factors);
        long kept = size(memory.keptForWeight(), byTokens.keptForWeight(), tokens, factors);
        long gradient = size(memory.gradient(), byTokens.gradient(), tokens, factors);
        long keysAndValues = size(0, byTokens.keysAndValues(), tokens, factors);
        int device = stageMap.device(stageMap.pipelineOf(microBatch), stage);
        int forward = chains.forward(stage, microBatch, segment);
        List<Integer> inputGradients = chains.inputGradients(stage, microBatch, segment);
        List<Integer> weightGradients = chains.weightGradients(stage, microBatch, segment);
        if (segment < factors.recomputedSegments()) {
            draft.hold(device, activation, forward, List.of(forward));
            draft.hold(device, keysAndValues, forward, inputGradients);
            holdAgain(draft, device, stage, new Part(activation, kept), microBatch, segment);
        } else if (inputGradients.equals(weightGradients)) {
            draft.hold(device, activation + keysAndValues, forward, inputGradients);
        } else {
            draft.hold(device, activation - kept + keysAndValues, forward, inputGradients);
            draft.hold(device, kept, forward, weightGradients);
        }
        int backward = chains.backward(stage, microBatch, segment);
        if (backward >= 0) {
            draft.hold(device, gradient, backward, List.of(backward));
        }
        int input = chains.backwardInput(stage, microBatch, segment);
        if (input >= 0) {
            draft.hold(device, gradient, input, List.of(chains.backwardWeight(stage, microBatch, segment)));
        }
    }

    private record Part(long activation, long kept) {}

    /** Holds a recomputed activation from the start of the op that recomputes it, of each alternative. */
    private void holdAgain(Draft draft, int device, int stage, Part part, int microBatch, int segment) {
        int backward = chains.backward(stage, microBatch, segment);
        if (backward >= 0) {
            draft.hold(device, part.activation(), backward, List.of(backward));
        }
        int input = chains.backwardInput(stage, microBatch, segment);
        if (input >= 0) {
            draft.hold(device, part.activation() - part.kept(), input, List.of(input));
            draft.hold(device, part.kept(), input, List.of(chains.backwardWeight(stage, microBatch, segment)));
        }
    }

    private static long size(long whateverTheTokens, long perMillionTokens, long tokens, MicroBatch factors) {
        if (perMillionTokens == 0) {
            return Permille.scaleUp(whateverTheTokens, factors.activationPermille(), 1000);
        }
        BigInteger millionths = BigInteger.valueOf(whateverTheTokens)
                .multiply(MILLION)
                .add(BigInteger.valueOf(perMillionTokens).multiply(BigInteger.valueOf(tokens)));
        return Permille.scaleUp(millionths, MILLION, factors.activationPermille(), 1000);
    }
}
