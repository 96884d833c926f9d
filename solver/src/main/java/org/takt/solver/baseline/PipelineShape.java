package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
    private final int[] firstSegment;
    private final int[] pipelineOf;
    private final Map<OpKind, int[]> opByPlace;
    private final int[] computeOfStage;

    private PipelineShape(
            Problem problem,
            int pipelines,
            int stages,
            int microBatches,
            int[] firstSegment,
            int[] pipelineOf,
            Map<OpKind, int[]> opByPlace,
            int[] computeOfStage) {
        this.problem = problem;
        this.pipelines = pipelines;
        this.stages = stages;
        this.microBatches = microBatches;
        this.firstSegment = firstSegment;
        this.pipelineOf = pipelineOf;
        this.opByPlace = opByPlace;
        this.computeOfStage = computeOfStage;
    }

    /**
     * Returns the shape, or nothing if the problem is no plain pipeline: compute ops other than F, B, I and W, several
     * modes, ops on other than one compute stream of one device, a micro-batch in several
     * pipelines, or a stage, micro-batch and segment without forward. Either all have a backward, offered in the same forms, or none has.
     */
    public static Optional<PipelineShape> of(Problem problem) {
        if (problem.ops().isEmpty()) {
            return Optional.empty();
        }
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
        if (microBatches > problem.ops().size()) {
            return Optional.empty();
        }
        int[] firstSegment = firstSegments(problem, microBatches);
        int segments = firstSegment[microBatches];
        // What labels count has to be about as large as what there is, so that odd ones ask for no memory.
        boolean oddLabels = segments < microBatches
                || pipelines > microBatches + 1
                || problem.ops().size() / stages / segments == 0;
        return oddLabels ? Optional.empty() : index(problem, pipelines, stages, firstSegment);
    }

    /** Returns the number of segments before each micro-batch, and of all; 0 for all if there are more of them than ops. */
    private static int[] firstSegments(Problem problem, int microBatches) {
        int[] counts = new int[microBatches];
        for (Op op : problem.ops()) {
            counts[op.microBatch()] = Math.max(counts[op.microBatch()], op.segment() + 1);
        }
        int[] first = new int[microBatches + 1];
        long sum = 0;
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            sum += Math.max(1, counts[microBatch]);
            if (sum > problem.ops().size()) {
                return new int[microBatches + 1];
            }
            first[microBatch + 1] = Math.toIntExact(sum);
        }
        return first;
    }

    private static boolean isPlain(Op op, Problem problem) {
        boolean known =
                op.kind() == OpKind.F || op.kind() == OpKind.B || op.kind() == OpKind.I || op.kind() == OpKind.W;
        if (!known || op.modes().size() != 1) {
            return false;
        }
        List<Integer> resources = op.modes().get(0).resources();
        if (resources.size() != 1) {
            return false;
        }
        Resource resource = problem.resources().get(resources.get(0));
        return resource.kind() == ResourceKind.COMPUTE && resource.devices().size() == 1;
    }

    private static Optional<PipelineShape> index(Problem problem, int pipelines, int stages, int[] firstSegment) {
        int microBatches = firstSegment.length - 1;
        int segments = firstSegment[microBatches];
        Map<OpKind, int[]> places = new EnumMap<>(OpKind.class);
        for (OpKind kind : List.of(OpKind.F, OpKind.B, OpKind.I, OpKind.W)) {
            int[] ops = new int[stages * segments];
            Arrays.fill(ops, -1);
            places.put(kind, ops);
        }
        int[] pipelineOf = new int[microBatches];
        Arrays.fill(pipelineOf, -1);
        int[] computeOfStage = new int[pipelines * stages];
        Arrays.fill(computeOfStage, -1);
        for (int id = 0; id < problem.ops().size(); id++) {
            Op op = problem.ops().get(id);
            if (op.kind().isTransfer()) {
                continue;
            }
            int stage = op.pipeline() * stages + op.stage();
            int place = op.stage() * segments + firstSegment[op.microBatch()] + op.segment();
            int compute = op.modes().get(0).resources().get(0);
            int[] ofKind = places.getOrDefault(op.kind(), new int[0]);
            boolean elsewhere = pipelineOf[op.microBatch()] >= 0 && pipelineOf[op.microBatch()] != op.pipeline();
            if (elsewhere || ofKind[place] >= 0 || (computeOfStage[stage] >= 0 && computeOfStage[stage] != compute)) {
                return Optional.empty();
            }
            ofKind[place] = id;
            pipelineOf[op.microBatch()] = op.pipeline();
            computeOfStage[stage] = compute;
        }
        PipelineShape shape = new PipelineShape(
                problem, pipelines, stages, microBatches, firstSegment, pipelineOf, places, computeOfStage);
        return shape.isComplete() ? Optional.of(shape) : Optional.empty();
    }

    private boolean isComplete() {
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            int pipeline = pipelineOf(microBatch);
            if (pipeline < 0) {
                return false;
            }
            for (int stage = 0; stage < stages; stage++) {
                for (int segment = 0; segment < segments(microBatch); segment++) {
                    boolean forward = op(OpKind.F, pipeline, stage, microBatch, segment) >= 0;
                    boolean fused = op(OpKind.B, pipeline, stage, microBatch, segment) >= 0;
                    boolean input = op(OpKind.I, pipeline, stage, microBatch, segment) >= 0;
                    boolean weight = op(OpKind.W, pipeline, stage, microBatch, segment) >= 0;
                    if (!forward || input != weight || fused != canFuse() || input != canSplit()) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Returns the pipeline that a micro-batch runs through. */
    public int pipelineOf(int microBatch) {
        return pipelineOf[microBatch];
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

    /** Returns the number of segments of the micro-batch that has most; 1 where none is cut. */
    public int segments() {
        return IntStream.range(0, microBatches).map(this::segments).max().orElseThrow();
    }

    /** Returns the number of segments of a micro-batch; 1 where it is not cut. */
    public int segments(int microBatch) {
        return firstSegment[microBatch + 1] - firstSegment[microBatch];
    }

    /** Returns whether all micro-batches are cut into equally many segments. */
    public boolean hasEquallyManySegments() {
        return firstSegment[microBatches] == (long) microBatches * segments();
    }

    /** Returns the number of devices. */
    public int devices() {
        return problem.devices().size();
    }

    /** Returns the micro-batches that run through a pipeline, in order. */
    public List<Integer> microBatchesOf(int pipeline) {
        return IntStream.range(0, microBatches)
                .filter(microBatch -> pipelineOf(microBatch) == pipeline)
                .boxed()
                .toList();
    }

    /** Returns the index of an op of a whole micro-batch, or −1 if the problem has none in that place. */
    public int op(OpKind kind, int pipeline, int stage, int microBatch) {
        return op(kind, pipeline, stage, microBatch, 0);
    }

    /** Returns the index of an op, or −1 if the problem has none in that place. */
    public int op(OpKind kind, int pipeline, int stage, int microBatch, int segment) {
        int[] ofKind = opByPlace.get(kind);
        return ofKind == null || pipelineOf[microBatch] != pipeline
                ? -1
                : ofKind[stage * firstSegment[microBatches] + firstSegment[microBatch] + segment];
    }

    /** Returns the compute stream of a stage, as a resource index. */
    public int computeOf(int pipeline, int stage) {
        return computeOfStage[pipeline * stages + stage];
    }

    /** Returns whether there is one pipeline of whole micro-batches with exactly one stage on each device. */
    public boolean isOneStagePerDevice() {
        return pipelines == 1 && segments() == 1 && stages == devices() && visitsEveryDevice(0);
    }

    /**
     * Returns whether there is one pipeline of micro-batches cut into segments whose stages go round the devices in the
     * same order again and again.
     */
    public boolean isSegmentedLoop() {
        return pipelines == 1 && segments() > 1 && repeats(0, false);
    }

    /**
     * Returns whether there is one pipeline of whole micro-batches, whose stages go over the devices down and up, an even
     * number of times.
     */
    public boolean isWave() {
        return pipelines == 1 && segments() == 1 && stages % (2 * devices()) == 0 && repeats(0, true);
    }

    /**
     * Returns whether there are two pipelines of whole micro-batches, the second the mirror image of the first, with
     * this number of stages on each device: down the devices, then up, then down and so on.
     */
    public boolean isMirrored(int stagesPerDevice) {
        if (pipelines != 2
                || segments() != 1
                || stages != stagesPerDevice * devices()
                || !repeats(0, true)
                || !repeats(1, true)) {
            return false;
        }
        return IntStream.range(0, devices())
                .allMatch(stage -> computeOf(1, stage) == computeOf(0, devices() - 1 - stage));
    }

    /**
     * Returns whether there are as many pipelines of whole micro-batches as devices, micro-batch i in pipeline i mod P and P dividing
     * their number, whose stages are in turn weights, stage 2u on rank u mod P, and attention, stage 2l + 1 of pipeline d on
     * rank (l + 1 + d) mod P: HelixPipe (arXiv 2507.00394). The device of stage 2r is called rank r.
     */
    public boolean isHelix() {
        int ranks = devices();
        if (ranks < 2
                || pipelines != ranks
                || stages % 2 == 0
                || stages < 2 * ranks
                || segments() != 1
                || microBatches % ranks != 0) {
            return false;
        }
        return IntStream.range(0, microBatches).allMatch(microBatch -> pipelineOf(microBatch) == microBatch % ranks)
                && IntStream.range(0, ranks)
                                .map(rank -> computeOf(0, 2 * rank))
                                .distinct()
                                .count()
                        == ranks
                && IntStream.range(0, ranks * stages).allMatch(place -> {
                    int pipeline = place / stages;
                    int stage = place % stages;
                    int rank = (stage % 2 == 0 ? stage / 2 : stage / 2 + 1 + pipeline) % ranks;
                    return computeOf(pipeline, stage) == computeOf(0, 2 * rank);
                });
    }

    private boolean visitsEveryDevice(int pipeline) {
        return IntStream.range(0, devices())
                        .map(stage -> computeOf(pipeline, stage))
                        .distinct()
                        .count()
                == devices();
    }

    /** Whether every further run of stages over the devices takes the way of the first one, in turn backwards or not. */
    private boolean repeats(int pipeline, boolean zigZag) {
        return stages % devices() == 0
                && visitsEveryDevice(pipeline)
                && IntStream.range(0, stages).allMatch(stage -> {
                    int position = stage % devices();
                    boolean upwards = zigZag && (stage / devices()) % 2 == 1;
                    return computeOf(pipeline, stage)
                            == computeOf(pipeline, upwards ? devices() - 1 - position : position);
                });
    }

    /**
     * Returns whether there is one pipeline of whole micro-batches whose stages go round the devices in the same order
     * again and again: Megatron-LM's interleaved placement (arXiv 2104.04473). The device of stage r is called rank r. One
     * stage per device is a loop too.
     */
    public boolean isLoop() {
        return pipelines == 1 && segments() == 1 && repeats(0, false);
    }

    /** Returns whether there are no backwards, as in inference. */
    public boolean isForwardOnly() {
        return !canFuse() && !canSplit();
    }

    /**
     * Returns whether there is one pipeline of whole micro-batches that goes over the devices down and up again once: of 2P
     * stages on P devices, s and 2P − 1 − s share one.
     */
    public boolean isV() {
        return isWave() && stages == 2 * devices();
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
        int pipeline = pipelineOf(0);
        return pipeline >= 0 && op(kind, pipeline, 0, 0) >= 0;
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
