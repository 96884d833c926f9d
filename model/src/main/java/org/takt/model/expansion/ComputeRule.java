package org.takt.model.expansion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;

/**
 * Adds the forward and backward ops of every stage and micro-batch, and the precedences between those of one stage:
 * forward before backward, input gradient before weight gradient. Where the solver may choose, the full backward and
 * the pair of input and weight gradient are alternatives. A cost is scaled by the micro-batch's factor and the device's
 * speed, and rounded up once.
 */
final class ComputeRule {
    private final Instance instance;
    private final StageMap stageMap;
    private final List<Map<Long, List<Mode>>> modesByDevice = new ArrayList<>();

    ComputeRule(Instance instance, StageMap stageMap) {
        this.instance = instance;
        this.stageMap = stageMap;
        instance.devices().forEach(device -> modesByDevice.add(new HashMap<>()));
    }

    ChainOps addTo(Draft draft) {
        ChainOps chains =
                new ChainOps(instance.stages().size(), instance.microBatches().size());
        for (int microBatch = 0; microBatch < instance.microBatches().size(); microBatch++) {
            for (int stage = 0; stage < instance.stages().size(); stage++) {
                addStage(draft, chains, stage, microBatch);
            }
        }
        return chains;
    }

    private void addStage(Draft draft, ChainOps chains, int stage, int microBatch) {
        StageSpec costs = instance.stages().get(stage);
        boolean either = instance.backward() == Backward.EITHER;
        boolean fused = either || instance.backward() == Backward.FUSED;
        boolean split = either || instance.backward() == Backward.SPLIT;
        int forward = draft.add(op(OpKind.F, stage, microBatch, costs.forward(), false));
        int backward = fused ? draft.add(op(OpKind.B, stage, microBatch, costs.fullBackward(), either)) : -1;
        int input = split ? draft.add(op(OpKind.I, stage, microBatch, costs.backwardInput(), either)) : -1;
        int weight = split ? draft.add(op(OpKind.W, stage, microBatch, costs.backwardWeight(), either)) : -1;
        chains.set(stage, microBatch, forward, backward, input, weight);
        if (fused) {
            draft.precede(forward, backward, 0);
        }
        if (split) {
            draft.precede(forward, input, 0);
            draft.precede(input, weight, 0);
        }
        if (either) {
            draft.add(new PresenceRule.ExactlyOne(List.of(backward, input)));
            draft.add(new PresenceRule.Implies(input, weight));
            draft.add(new PresenceRule.Implies(weight, input));
        }
    }

    private Op op(OpKind kind, int stage, int microBatch, long cost, boolean optional) {
        int pipeline = stageMap.pipelineOf(microBatch);
        int device = stageMap.device(pipeline, stage);
        long duration = Permille.scaleUp(
                cost,
                instance.microBatches().get(microBatch).costPermille(),
                instance.devices().get(device).speedPermille());
        return new Op(kind, pipeline, stage, microBatch, 0, optional, modes(device, duration));
    }

    /** Returns the modes of an op, one object for all that run equally long on a device. */
    private List<Mode> modes(int device, long duration) {
        return modesByDevice.get(device).computeIfAbsent(duration, time -> List.of(new Mode(time, List.of(device))));
    }
}
