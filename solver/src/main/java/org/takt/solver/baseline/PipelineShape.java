package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;

/**
 * A problem seen as a plain pipeline: stages on devices, micro-batches, forwards and backwards found by their labels.
 * Immutable.
 */
public final class PipelineShape {
    private final Problem problem;
    private final OpPlaces places;
    private final int[] pipelineOf;
    private final StageDevices stageDevices;
    private final boolean exchangesContext;

    PipelineShape(
            Problem problem, OpPlaces places, int[] pipelineOf, StageDevices stageDevices, boolean exchangesContext) {
        this.problem = problem;
        this.places = places;
        this.pipelineOf = pipelineOf;
        this.stageDevices = stageDevices;
        this.exchangesContext = exchangesContext;
    }

    /**
     * Returns the shape, or nothing if the problem is no plain pipeline: compute ops other than F, B, I and W and, where segments
     * exchange context, their parts; several modes, ops on other than one compute stream of one device, a micro-batch in several
     * pipelines, or a stage, micro-batch and segment without forward. Either all have a backward, offered in the same forms, or none has.
     */
    public static Optional<PipelineShape> of(Problem problem) {
        return PipelineReading.of(problem);
    }

    /** Returns whether devices help each other with attention, by ops of their own; then micro-batches are cut into segments. */
    public boolean exchangesContext() {
        return exchangesContext;
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
        return stageDevices.pipelines();
    }

    /** Returns the number of stages of each pipeline. */
    public int stages() {
        return places.stages();
    }

    /** Returns the number of micro-batches over all pipelines. */
    public int microBatches() {
        return places.microBatches();
    }

    /** Returns the number of segments of the micro-batch that has most; 1 where none is cut. */
    public int segments() {
        return places.mostSegments();
    }

    /** Returns the number of segments of a micro-batch; 1 where it is not cut. */
    public int segments(int microBatch) {
        return places.segments(microBatch);
    }

    /** Returns whether all micro-batches are cut into equally many segments. */
    public boolean hasEquallyManySegments() {
        return places.allSegments() == (long) microBatches() * segments();
    }

    /** Returns the number of devices. */
    public int devices() {
        return problem.devices().size();
    }

    /** Returns the micro-batches that run through a pipeline, in order. */
    public List<Integer> microBatchesOf(int pipeline) {
        return IntStream.range(0, microBatches())
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
        return pipelineOf[microBatch] == pipeline ? places.op(kind, stage, microBatch, segment) : -1;
    }

    /** Returns the compute stream of a stage, as a resource index. */
    public int computeOf(int pipeline, int stage) {
        return stageDevices.computeOf(pipeline, stage);
    }

    private boolean isOnePipeline() {
        return pipelines() == 1;
    }

    private boolean hasWholeMicroBatches() {
        return segments() == 1;
    }

    /** Returns whether there is one pipeline of whole micro-batches with exactly one stage on each device. */
    public boolean isOneStagePerDevice() {
        return isOnePipeline() && hasWholeMicroBatches() && stageDevices.isOneStagePerDevice(0);
    }

    /**
     * Returns whether there is one pipeline of whole micro-batches whose stages go round the devices in the same order
     * again and again: Megatron-LM's interleaved placement (arXiv 2104.04473). The device of stage r is called rank r. One
     * stage per device is a loop too.
     */
    public boolean isLoop() {
        return isOnePipeline() && hasWholeMicroBatches() && stageDevices.isLoop(0);
    }

    /**
     * Returns whether there is one pipeline of micro-batches cut into segments whose stages go round the devices in the
     * same order again and again, and whose segments do not exchange context.
     */
    public boolean isSegmentedLoop() {
        return !exchangesContext() && isLoopOfSegments();
    }

    /** Returns the same as {@link #isSegmentedLoop}, whether or not segments exchange context. */
    public boolean isLoopOfSegments() {
        return isOnePipeline() && !hasWholeMicroBatches() && stageDevices.isLoop(0);
    }

    /**
     * Returns whether there is one pipeline of whole micro-batches, whose stages go over the devices down and up, an even
     * number of times.
     */
    public boolean isWave() {
        return isOnePipeline() && hasWholeMicroBatches() && stages() % (2 * devices()) == 0 && stageDevices.isZigZag(0);
    }

    /**
     * Returns whether there is one pipeline of whole micro-batches that goes over the devices down and up again once: of 2P
     * stages on P devices, s and 2P − 1 − s share one.
     */
    public boolean isV() {
        return isWave() && stages() == 2 * devices();
    }

    /**
     * Returns whether there are two pipelines of whole micro-batches, the second the mirror image of the first, with
     * this number of stages on each device: down the devices, then up, then down and so on.
     */
    public boolean isMirrored(int stagesPerDevice) {
        return hasWholeMicroBatches() && stages() == stagesPerDevice * devices() && stageDevices.isMirrored();
    }

    /**
     * Returns whether there are as many pipelines of whole micro-batches as devices, micro-batch i in pipeline i mod P and P dividing
     * their number, whose stages are in turn weights, stage 2u on rank u mod P, and attention, stage 2l + 1 of pipeline d on
     * rank (l + 1 + d) mod P: HelixPipe (arXiv 2507.00394). The device of stage 2r is called rank r.
     */
    public boolean isHelix() {
        return hasWholeMicroBatches()
                && microBatches() % devices() == 0
                && stageDevices.isHelix()
                && IntStream.range(0, microBatches())
                        .allMatch(microBatch -> pipelineOf(microBatch) == microBatch % devices());
    }

    /** Returns whether there are no backwards, as in inference. */
    public boolean isForwardOnly() {
        return !canFuse() && !canSplit();
    }

    /** Returns whether every backward can run as input and weight gradient. */
    public boolean canSplit() {
        return places.has(OpKind.I, 0, 0, 0);
    }

    /** Returns whether every backward can run as one op. */
    public boolean canFuse() {
        return places.has(OpKind.B, 0, 0, 0);
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
        for (int stage = 0; stage < stages(); stage++) {
            orders.computeIfAbsent(computeOf(0, stage), compute -> new ArrayList<>())
                    .addAll(orderOfStage.get(stage));
        }
        return new DeviceOrders(problem, modes, orders);
    }
}
