package org.takt.model.expansion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.instance.Backward;
import org.takt.model.instance.CostCurve;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Segment;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;

/**
 * Adds the forward and backward ops of every stage and segment of every micro-batch, and the precedences between those of one stage:
 * forward before backward, input gradient before weight gradient. Where the solver may choose, the full backward and
 * the pair of input and weight gradient are alternatives. Where a segment is recomputed, its forward runs again as the
 * beginning of the full backward or input gradient.
 */
final class ComputeRule {
    private final Instance instance;
    private final StageMap stageMap;
    private final PassDurations durations;
    private final List<StageCosts> stageCosts;
    private final List<Map<Long, List<Mode>>> modesByDevice = new ArrayList<>();

    ComputeRule(Instance instance, StageMap stageMap) {
        this.instance = instance;
        this.stageMap = stageMap;
        this.durations = new PassDurations(instance);
        this.stageCosts = instance.stages().stream().map(StageCosts::of).toList();
        instance.devices().forEach(device -> modesByDevice.add(new HashMap<>()));
    }

    ChainOps addTo(Draft draft, SegmentMap segments) {
        int stages = instance.stages().size();
        ChainOps chains = new ChainOps(stages, segments.counts());
        for (int microBatch = 0; microBatch < chains.microBatches(); microBatch++) {
            for (int segment = 0; segment < chains.segments(microBatch); segment++) {
                for (int stage = 0; stage < stages; stage++) {
                    addStage(draft, chains, new Place(stage, microBatch, segment), segments.of(microBatch, segment));
                }
            }
        }
        return chains;
    }

    private record Place(int stage, int microBatch, int index) {}

    private void addStage(Draft draft, ChainOps chains, Place place, Segment segment) {
        StageCosts costs = stageCosts.get(place.stage());
        if (isRecomputed(place)) {
            costs = costs.recomputed();
        }
        boolean either = instance.backward() == Backward.EITHER;
        boolean fused = either || instance.backward() == Backward.FUSED;
        boolean split = either || instance.backward() == Backward.SPLIT;
        int forward = draft.add(op(OpKind.F, place, segment, costs.forward(), false));
        int backward = fused ? draft.add(op(OpKind.B, place, segment, costs.backward(), either)) : -1;
        int input = split ? draft.add(op(OpKind.I, place, segment, costs.input(), either)) : -1;
        int weight = split ? draft.add(op(OpKind.W, place, segment, costs.weight(), either)) : -1;
        chains.set(place.stage(), place.microBatch(), place.index(), forward, backward, input, weight);
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

    private boolean isRecomputed(Place place) {
        return place.index() < instance.microBatches().get(place.microBatch()).recomputedSegments();
    }

    private Op op(OpKind kind, Place place, Segment segment, CostCurve cost, boolean optional) {
        int pipeline = stageMap.pipelineOf(place.microBatch());
        int device = stageMap.device(pipeline, place.stage());
        List<Mode> modes = modes(device, durations.of(cost, segment, place.microBatch(), device));
        return new Op(kind, pipeline, place.stage(), place.microBatch(), place.index(), optional, modes);
    }

    /** Returns the modes of an op, one object for all that run equally long on a device. */
    private List<Mode> modes(int device, long duration) {
        return modesByDevice.get(device).computeIfAbsent(duration, time -> List.of(new Mode(time, List.of(device))));
    }

    /** The costs of one stage's passes. */
    private record StageCosts(CostCurve forward, CostCurve backward, CostCurve input, CostCurve weight) {
        static StageCosts of(StageSpec stage) {
            return new StageCosts(
                    stage.forwardCost(),
                    stage.fullBackwardCost(),
                    stage.backwardInputCost(),
                    stage.backwardWeightCost());
        }

        StageCosts recomputed() {
            return new StageCosts(forward, backward.plus(forward), input.plus(forward), weight);
        }
    }
}
