package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;

/**
 * A problem seen as a plain pipeline: stages on devices, micro-batches, forwards and backwards found by their labels.
 * Immutable.
 */
public final class PipelineShape {
    private final Problem problem;
    private final int pipelines;
    private final int stages;
    private final int microBatches;
    private final Map<OpKind, int[]> opByPlace;
    private final int[] computeOfStage;

    private PipelineShape(
            Problem problem,
            int pipelines,
            int stages,
            int microBatches,
            Map<OpKind, int[]> opByPlace,
            int[] computeOfStage) {
        this.problem = problem;
        this.pipelines = pipelines;
        this.stages = stages;
        this.microBatches = microBatches;
        this.opByPlace = opByPlace;
        this.computeOfStage = computeOfStage;
    }

    /**
     * Returns the shape, or nothing if the problem is no plain pipeline: compute ops other than F, B, I and W, segments,
     * several modes, ops on other than one compute stream of one device, or a stage and micro-batch without forward. Either all
     * have a backward, offered in the same forms, or none has.
     */
    public static Optional<PipelineShape> of(Problem problem) {
        int pipelines = 0;
        int stages = 0;
        int microBatches = 0;
        for (Op op : problem.ops()) {
            if (!op.kind().isTransfer() && !isPlain(op, problem)) {
                return Optional.empty();
            }
            pipelines = Math.max(pipelines, op.pipeline() + 1);
            stages = Math.max(stages, op.stage() + 1);
            microBatches = Math.max(microBatches, op.microBatch() + 1);
        }
        return pipelines * (long) stages * microBatches > 4L * problem.ops().size()
                ? Optional.empty()
                : index(problem, pipelines, stages, microBatches);
    }

    private static boolean isPlain(Op op, Problem problem) {
        boolean known =
                op.kind() == OpKind.F || op.kind() == OpKind.B || op.kind() == OpKind.I || op.kind() == OpKind.W;
        if (!known || op.segment() != 0 || op.modes().size() != 1) {
            return false;
        }
        List<Integer> resources = op.modes().get(0).resources();
        if (resources.size() != 1) {
            return false;
        }
        Resource resource = problem.resources().get(resources.get(0));
        return resource.kind() == ResourceKind.COMPUTE && resource.devices().size() == 1;
    }

    private static Optional<PipelineShape> index(Problem problem, int pipelines, int stages, int microBatches) {
        Map<OpKind, int[]> places = new EnumMap<>(OpKind.class);
        for (OpKind kind : List.of(OpKind.F, OpKind.B, OpKind.I, OpKind.W)) {
            int[] ops = new int[pipelines * stages * microBatches];
            Arrays.fill(ops, -1);
            places.put(kind, ops);
        }
        int[] computeOfStage = new int[pipelines * stages];
        Arrays.fill(computeOfStage, -1);
        for (int id = 0; id < problem.ops().size(); id++) {
            Op op = problem.ops().get(id);
            if (op.kind().isTransfer()) {
                continue;
            }
            int place = (op.pipeline() * stages + op.stage()) * microBatches + op.microBatch();
            int stage = op.pipeline() * stages + op.stage();
            int compute = op.modes().get(0).resources().get(0);
            int[] ofKind = places.getOrDefault(op.kind(), new int[0]);
            if (ofKind[place] >= 0 || (computeOfStage[stage] >= 0 && computeOfStage[stage] != compute)) {
                return Optional.empty();
            }
            ofKind[place] = id;
            computeOfStage[stage] = compute;
        }
        PipelineShape shape = new PipelineShape(problem, pipelines, stages, microBatches, places, computeOfStage);
        return shape.isComplete() ? Optional.of(shape) : Optional.empty();
    }

    private boolean isComplete() {
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            Optional<Integer> pipeline = pipelineOf(microBatch);
            if (pipeline.isEmpty()) {
                return false;
            }
            for (int stage = 0; stage < stages; stage++) {
                boolean fused = op(OpKind.B, pipeline.get(), stage, microBatch) >= 0;
                boolean input = op(OpKind.I, pipeline.get(), stage, microBatch) >= 0;
                boolean weight = op(OpKind.W, pipeline.get(), stage, microBatch) >= 0;
                boolean forward = op(OpKind.F, pipeline.get(), stage, microBatch) >= 0;
                if (!forward || input != weight || fused != canFuse() || input != canSplit()) {
                    return false;
                }
            }
        }
        return true;
    }

    private Optional<Integer> pipelineOf(int microBatch) {
        for (int pipeline = 0; pipeline < pipelines; pipeline++) {
            if (op(OpKind.F, pipeline, 0, microBatch) >= 0) {
                return Optional.of(pipeline);
            }
        }
        return Optional.empty();
    }

    /** Returns the problem the shape was read from. */
    public Problem problem() {
        return problem;
    }

    /** Returns the number of pipelines over the devices. */
    public int pipelines() {
        return pipelines;
    }

    /** Returns the number of stages of each pipeline. */
    public int stages() {
        return stages;
    }

    /** Returns the number of micro-batches over all pipelines. */
    public int microBatches() {
        return microBatches;
    }

    /** Returns the index of an op, or −1 if the problem has none in that place. */
    public int op(OpKind kind, int pipeline, int stage, int microBatch) {
        int[] ofKind = opByPlace.get(kind);
        return ofKind == null ? -1 : ofKind[(pipeline * stages + stage) * microBatches + microBatch];
    }

    /** Returns the compute stream of a stage, as a resource index. */
    public int computeOf(int pipeline, int stage) {
        return computeOfStage[pipeline * stages + stage];
    }

    /** Returns whether there is one pipeline with exactly one stage on each device. */
    public boolean isOneStagePerDevice() {
        long streams = Arrays.stream(computeOfStage).distinct().count();
        return pipelines == 1
                && stages == streams
                && stages == problem.devices().size();
    }

    /**
     * Returns whether there is one pipeline whose stages go round the devices in the same order again and again: Megatron-LM's
     * interleaved placement (arXiv 2104.04473). The device of stage r is called rank r. One stage per device is a loop too.
     */
    public boolean isLoop() {
        int devices = problem.devices().size();
        if (pipelines != 1 || stages % devices != 0) {
            return false;
        }
        for (int stage = devices; stage < stages; stage++) {
            if (computeOf(0, stage) != computeOf(0, stage % devices)) {
                return false;
            }
        }
        return Arrays.stream(computeOfStage).distinct().count() == devices;
    }

    /** Returns whether there are no backwards, as in inference. */
    public boolean isForwardOnly() {
        return !canFuse() && !canSplit();
    }

    /** Returns whether every backward can run as input and weight gradient. */
    public boolean canSplit() {
        return has(OpKind.I);
    }

    /** Returns whether every backward can run as one op. */
    public boolean canFuse() {
        return has(OpKind.B);
    }

    private boolean has(OpKind kind) {
        return pipelineOf(0).map(pipeline -> op(kind, pipeline, 0, 0) >= 0).orElse(false);
    }

    /**
     * Collects the orders of one-stage-per-device pipelines.
     *
     * @param split whether backwards run as input and weight gradient; the alternatives are left out
     * @param orderOfStage the ops of each stage in order
     */
    DeviceOrders orders(boolean split, List<List<Integer>> orderOfStage) {
        int[] modes = new int[problem.ops().size()];
        for (int id = 0; id < modes.length; id++) {
            OpKind kind = problem.ops().get(id).kind();
            boolean leftOut = split ? kind == OpKind.B : kind == OpKind.I || kind == OpKind.W;
            modes[id] = leftOut ? Schedule.ABSENT : 0;
        }
        Map<Integer, List<Integer>> orders = new HashMap<>();
        for (int stage = 0; stage < stages; stage++) {
            orders.computeIfAbsent(computeOf(0, stage), compute -> new ArrayList<>())
                    .addAll(orderOfStage.get(stage));
        }
        return new DeviceOrders(problem, modes, orders);
    }
}
