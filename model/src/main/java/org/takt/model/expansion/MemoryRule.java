package org.takt.model.expansion;

import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.StageMemory;

/**
 * Adds the buffers of every stage and micro-batch: the activation from the start of the forward, one part until the
 * input gradient ends and one until the weight gradient ends, and the gradient memory from the start of the backward. A
 * full backward ends both. Sizes are scaled by the micro-batch's factor and rounded up.
 */
final class MemoryRule {
    private final Instance instance;
    private final StageMap stageMap;
    private final ChainOps chains;

    MemoryRule(Instance instance, StageMap stageMap, ChainOps chains) {
        this.instance = instance;
        this.stageMap = stageMap;
        this.chains = chains;
    }

    void addTo(Draft draft) {
        for (int microBatch = 0; microBatch < instance.microBatches().size(); microBatch++) {
            for (int stage = 0; stage < instance.stages().size(); stage++) {
                addStage(draft, stage, microBatch);
            }
        }
    }

    private void addStage(Draft draft, int stage, int microBatch) {
        StageMemory memory = instance.stages().get(stage).memory();
        MicroBatch factors = instance.microBatches().get(microBatch);
        long activation = Permille.scaleUp(memory.activation(), factors.activationPermille(), 1000);
        long kept = Permille.scaleUp(memory.keptForWeight(), factors.activationPermille(), 1000);
        long gradient = Permille.scaleUp(memory.gradient(), factors.activationPermille(), 1000);
        int device = stageMap.device(stageMap.pipelineOf(microBatch), stage);
        int forward = chains.forward(stage, microBatch);
        List<Integer> inputGradients = chains.inputGradients(stage, microBatch);
        List<Integer> weightGradients = chains.weightGradients(stage, microBatch);
        if (inputGradients.equals(weightGradients)) {
            draft.hold(device, activation, forward, inputGradients);
        } else {
            draft.hold(device, activation - kept, forward, inputGradients);
            draft.hold(device, kept, forward, weightGradients);
        }
        int backward = chains.backward(stage, microBatch);
        if (backward >= 0) {
            draft.hold(device, gradient, backward, List.of(backward));
        }
        int input = chains.backwardInput(stage, microBatch);
        if (input >= 0) {
            draft.hold(device, gradient, input, List.of(chains.backwardWeight(stage, microBatch)));
        }
    }
}
