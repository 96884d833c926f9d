package org.takt.model.expansion;

import java.util.stream.IntStream;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;

/**
 * Which device holds each stage of each pipeline, and which pipeline each micro-batch runs through. Micro-batches whose stages are on
 * different devices run through different pipelines.
 */
public final class StageMap {
    private final int[][] deviceOfStage;
    private final int[] pipelineOfMicroBatch;
    private final int weightCopies;

    private StageMap(int[][] deviceOfStage, int[] pipelineOfMicroBatch, int weightCopies) {
        this.deviceOfStage = deviceOfStage;
        this.weightCopies = weightCopies;
        this.pipelineOfMicroBatch = pipelineOfMicroBatch;
    }

    /** Returns the map that the instance's placement means. */
    public static StageMap of(Instance instance) {
        int stages = instance.stages().size();
        int devices = instance.devices().size();
        if (instance.placement() instanceof Placement.Helix) {
            return helix(stages, devices, instance.microBatches().size());
        }
        boolean bidirectional = instance.placement() instanceof Placement.Bidirectional;
        int[][] map = new int[bidirectional ? 2 : 1][stages];
        for (int stage = 0; stage < stages; stage++) {
            map[0][stage] = firstDirection(instance.placement(), stage, devices);
            if (bidirectional) {
                map[1][stage] = devices - 1 - map[0][stage];
            }
        }
        int[] pipelines = new int[instance.microBatches().size()];
        for (int index = 0; index < pipelines.length; index++) {
            MicroBatch microBatch = instance.microBatches().get(index);
            pipelines[index] = bidirectional ? microBatch.direction().orElse(index % 2) : 0;
        }
        return new StageMap(map, pipelines, map.length);
    }

    /** Micro-batch i runs through pipeline i mod P; they differ in the device of attention, and share their weights. */
    private static StageMap helix(int stages, int devices, int microBatches) {
        int[][] map = new int[Math.min(devices, microBatches)][stages];
        for (int pipeline = 0; pipeline < map.length; pipeline++) {
            for (int stage = 0; stage < stages; stage++) {
                int layer = stage / 2;
                map[pipeline][stage] = (stage % 2 == 0 ? layer : layer + 1 + pipeline) % devices;
            }
        }
        int[] pipelines =
                IntStream.range(0, microBatches).map(index -> index % devices).toArray();
        return new StageMap(map, pipelines, 1);
    }

    private static int firstDirection(Placement placement, int stage, int devices) {
        if (placement instanceof Placement.Explicit explicit) {
            return explicit.devices().get(stage);
        }
        if (placement instanceof Placement.Bidirectional bidirectional) {
            return firstDirection(bidirectional.base(), stage, devices);
        }
        int position = stage % devices;
        boolean zigZag = placement instanceof Placement.V || placement instanceof Placement.Wave;
        boolean upwards = zigZag && (stage / devices) % 2 == 1;
        return upwards ? devices - 1 - position : position;
    }

    /** Returns how many of the pipelines, the first ones, hold weights of their own: 2 under a bidirectional placement, else 1. */
    public int weightCopies() {
        return weightCopies;
    }

    /** Returns the number of pipelines over the devices: 2 under a bidirectional placement, up to P under a helix, else 1. */
    public int pipelines() {
        return deviceOfStage.length;
    }

    /** Returns the number of stages of each pipeline. */
    public int stages() {
        return deviceOfStage[0].length;
    }

    /** Returns the device of a stage of a pipeline. */
    public int device(int pipeline, int stage) {
        return deviceOfStage[pipeline][stage];
    }

    /** Returns the pipeline a micro-batch runs through. */
    public int pipelineOf(int microBatch) {
        return pipelineOfMicroBatch[microBatch];
    }
}
