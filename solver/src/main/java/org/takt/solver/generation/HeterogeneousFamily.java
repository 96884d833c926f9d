package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageSpec;

/**
 * Pipelines of one stage on each device that are not alike: 4, 8 and 16 devices, 2 and 4 micro-batches for each device,
 * under the memory limits of the Zero Bubble instances.
 */
public final class HeterogeneousFamily implements InstanceFamily {
    private static final String NAME = "heterogeneous";
    private static final int[] DEVICES = {4, 8, 16};
    private static final int[] MICRO_BATCHES_PER_DEVICE = {2, 4};

    /** What a first stage with the embedding and a last one with the head take, of the time of another one. */
    private static final long EMBEDDING_PERMILLE = 1250;

    private static final long HEAD_PERMILLE = 2000;
    private static final long SLOW_PERMILLE = 500;

    /**
     * What makes the devices differ.
     *
     * @param name what it is called in names
     * @param timePermille factors on the stages' times, thousandths
     * @param memoryPermille factors on the stages' activations, thousandths
     * @param speedPermille the devices' speeds, thousandths
     * @param rule the rule in words, for the provenance
     */
    private record Shape(
            String name, List<Long> timePermille, List<Long> memoryPermille, List<Long> speedPermille, String rule) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Instance> instances() {
        List<Instance> instances = new ArrayList<>();
        for (int devices : DEVICES) {
            for (Shape shape : List.of(random(1, devices), random(2, devices), headHeavy(devices), slow(devices))) {
                for (int perDevice : MICRO_BATCHES_PER_DEVICE) {
                    instances.addAll(underAllLimits(shape, perDevice * devices));
                }
            }
        }
        return instances;
    }

    /** Stages of different numbers of layers: times and activations times 2ᵘ for u uniform from −1 to 1. */
    private static Shape random(int number, int devices) {
        long seed = 100L * number + devices;
        SplitMix64 random = new SplitMix64(seed);
        List<Long> factors = new ArrayList<>();
        for (int stage = 0; stage < devices; stage++) {
            factors.add(StrictMath.round(1000 * StrictMath.pow(2, 2 * random.nextDouble() - 1)));
        }
        return new Shape(
                "random" + number,
                factors,
                factors,
                alike(devices),
                "times and activations of each stage times a factor, log-uniform from 0.5 to 2, SplitMix64 with seed "
                        + seed + "; in thousandths "
                        + factors.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    private static Shape headHeavy(int devices) {
        List<Long> factors = alike(devices);
        factors.set(0, EMBEDDING_PERMILLE);
        factors.set(devices - 1, HEAD_PERMILLE);
        return new Shape(
                "head",
                factors,
                alike(devices),
                alike(devices),
                "times of the first stage, with the embedding, times 1.25, those of the last, with the head, times 2");
    }

    private static Shape slow(int devices) {
        List<Long> speeds = alike(devices);
        speeds.set(devices / 2, SLOW_PERMILLE);
        return new Shape(
                "slow",
                alike(devices),
                alike(devices),
                speeds,
                "device " + devices / 2 + " at half the speed of the others");
    }

    private static List<Long> alike(int devices) {
        return new ArrayList<>(Collections.nCopies(devices, ProfiledPipeline.FULL_SPEED));
    }

    private static List<Instance> underAllLimits(Shape shape, int microBatches) {
        PublishedProfile profile = PublishedProfile.MODEL_6P2B;
        int devices = shape.speedPermille().size();
        List<StageSpec> stages = new ArrayList<>();
        for (int stage = 0; stage < devices; stage++) {
            stages.add(profile.stage(
                    shape.timePermille().get(stage), shape.memoryPermille().get(stage)));
        }
        ProfiledPipeline pipeline =
                new ProfiledPipeline(profile, stages, shape.speedPermille(), new Placement.Loop(), microBatches);
        String prefix = NAME + "-" + shape.name() + "-p" + devices + "-m" + microBatches + "-";
        return pipeline.underShares(prefix, MemoryShare.ZERO_BUBBLE, shape.rule());
    }
}
