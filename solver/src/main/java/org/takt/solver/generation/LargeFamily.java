package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageSpec;

/** Pipelines of 32 and 64 devices with 16 micro-batches for each device, with stages alike and slightly uneven. */
public final class LargeFamily implements InstanceFamily {
    private static final String NAME = "large";
    private static final int[] DEVICES = {32, 64};
    private static final int MICRO_BATCHES_PER_DEVICE = 16;
    private static final List<MemoryShare> LIMITS = List.of(MemoryShare.HALF, MemoryShare.ALL, MemoryShare.TWICE);
    private static final PublishedProfile PROFILE = PublishedProfile.MODEL_28P3B;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Instance> instances() {
        List<Instance> instances = new ArrayList<>();
        for (int devices : DEVICES) {
            StageSpec plain = PROFILE.stage(1000, 1000);
            instances.addAll(
                    underAllLimits("even", Collections.nCopies(devices, plain), "every stage as the profile has it"));
            instances.addAll(underAllLimits(
                    "uneven",
                    uneven(devices),
                    "times of each stage times a factor, uniform from 0.95 to 1.05, SplitMix64 with seed " + devices));
        }
        return instances;
    }

    private static List<StageSpec> uneven(int devices) {
        SplitMix64 random = new SplitMix64(devices);
        List<StageSpec> stages = new ArrayList<>();
        for (int stage = 0; stage < devices; stage++) {
            stages.add(PROFILE.stage(StrictMath.round(950 + 100 * random.nextDouble()), 1000));
        }
        return stages;
    }

    private static List<Instance> underAllLimits(String shape, List<StageSpec> stages, String rule) {
        int devices = stages.size();
        int microBatches = MICRO_BATCHES_PER_DEVICE * devices;
        ProfiledPipeline pipeline =
                ProfiledPipeline.onEqualDevices(PROFILE, stages, devices, new Placement.Loop(), microBatches);
        String prefix = NAME + "-" + shape + "-p" + devices + "-m" + microBatches + "-";
        return pipeline.underShares(prefix, LIMITS, rule);
    }
}
