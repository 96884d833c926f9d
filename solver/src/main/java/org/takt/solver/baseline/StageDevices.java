package org.takt.solver.baseline;

import java.util.stream.IntStream;

/** Which compute stream each stage of each pipeline runs on, and the ways over the devices that this makes. */
final class StageDevices {
    private final int devices;
    private final int pipelines;
    private final int stages;
    private final int[] computeOfStage;

    /** @param computeOfStage the compute streams, as resource indices, of all stages of one pipeline after the other */
    StageDevices(int devices, int pipelines, int stages, int[] computeOfStage) {
        this.devices = devices;
        this.pipelines = pipelines;
        this.stages = stages;
        this.computeOfStage = computeOfStage;
    }

    int pipelines() {
        return pipelines;
    }

    /** Returns the compute stream of a stage, as a resource index. */
    int computeOf(int pipeline, int stage) {
        return computeOfStage[pipeline * stages + stage];
    }

    /** Returns whether a pipeline has exactly one stage on each device. */
    boolean isOneStagePerDevice(int pipeline) {
        return stages == devices && beginsOnEveryDevice(pipeline);
    }

    /** Returns whether the stages of a pipeline go round the devices in the same order again and again. */
    boolean isLoop(int pipeline) {
        return repeats(pipeline, false);
    }

    /** Returns whether the stages of a pipeline go down the devices, up again, down and so on. */
    boolean isZigZag(int pipeline) {
        return repeats(pipeline, true);
    }

    /** Returns whether there are two pipelines in a zigzag, which begin at opposite ends of the devices. */
    boolean isMirrored() {
        return pipelines == 2
                && isZigZag(0)
                && isZigZag(1)
                && IntStream.range(0, devices)
                        .allMatch(stage -> computeOf(1, stage) == computeOf(0, devices - 1 - stage));
    }

    /**
     * Returns whether there are as many pipelines as devices, P, whose stages are in turn weights, stage 2u on rank u mod P, and
     * attention, stage 2l + 1 of pipeline d on rank (l + 1 + d) mod P. The device of stage 2r is called rank r.
     */
    boolean isHelix() {
        return devices >= 2
                && pipelines == devices
                && stages % 2 == 1
                && stages > 2 * devices
                && IntStream.range(0, devices)
                                .map(this::computeOfRank)
                                .distinct()
                                .count()
                        == devices
                && IntStream.range(0, pipelines).allMatch(this::turnsOverRanks);
    }

    private int computeOfRank(int rank) {
        return computeOf(0, 2 * rank);
    }

    private boolean turnsOverRanks(int pipeline) {
        return IntStream.range(0, stages).allMatch(stage -> {
            int rank = stage % 2 == 0 ? stage / 2 : stage / 2 + 1 + pipeline;
            return computeOf(pipeline, stage) == computeOfRank(rank % devices);
        });
    }

    private boolean beginsOnEveryDevice(int pipeline) {
        return IntStream.range(0, devices)
                        .map(stage -> computeOf(pipeline, stage))
                        .distinct()
                        .count()
                == devices;
    }

    /** Whether every further run of stages over the devices takes the way of the first one, in turn backwards or not. */
    private boolean repeats(int pipeline, boolean zigZag) {
        return stages % devices == 0
                && beginsOnEveryDevice(pipeline)
                && IntStream.range(0, stages).allMatch(stage -> {
                    int position = stage % devices;
                    boolean upwards = zigZag && (stage / devices) % 2 == 1;
                    return computeOf(pipeline, stage)
                            == computeOf(pipeline, upwards ? devices - 1 - position : position);
                });
    }
}
