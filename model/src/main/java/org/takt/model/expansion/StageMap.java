package org.takt.model.expansion;

import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;

/** Which device holds each stage of each pipeline, and which pipeline each micro-batch runs through. */
public final class StageMap {
    private final int[][] deviceOfStage;
    private final int[] pipelineOfMicroBatch;

    private StageMap(int[][] deviceOfStage, int[] pipelineOfMicroBatch) {
        this.deviceOfStage = deviceOfStage;
        this.pipelineOfMicroBatch = pipelineOfMicroBatch;
    }

    /** Returns the map that the instance's placement means. */
    public static StageMap of(Instance instance) {
        int stages = instance.stages().size();
        int devices = instance.devices().size();
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
        return new StageMap(map, pipelines);
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

    /** Returns the number of pipelines over the devices: 2 under a bidirectional placement, else 1. */
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
