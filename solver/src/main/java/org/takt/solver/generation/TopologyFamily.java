package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.takt.model.instance.Communication;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Link;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageSpec;

/**
 * Two pipelines in opposite directions over the same devices, and plain pipelines whose links carry one transfer at a time
 * in each direction and take half a forward for it: 4 and 8 devices, 2 and 4 micro-batches for each device.
 */
public final class TopologyFamily implements InstanceFamily {
    private static final String NAME = "topology";
    private static final int[] DEVICES = {4, 8};
    private static final int[] MICRO_BATCHES_PER_DEVICE = {2, 4};
    private static final PublishedProfile PROFILE = PublishedProfile.MODEL_6P2B;
    private static final long TRANSFER = PROFILE.forward() / 2;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Instance> instances() {
        List<Instance> instances = new ArrayList<>();
        for (int devices : DEVICES) {
            for (int perDevice : MICRO_BATCHES_PER_DEVICE) {
                instances.addAll(bidirectional(devices, perDevice * devices));
            }
        }
        for (int devices : DEVICES) {
            for (int perDevice : MICRO_BATCHES_PER_DEVICE) {
                instances.addAll(exclusive(devices, perDevice * devices));
            }
        }
        return instances;
    }

    /** Micro-batches run down and up in turn. */
    private static List<Instance> bidirectional(int devices, int microBatches) {
        return pipeline(devices, new Placement.Bidirectional(new Placement.Loop()), microBatches)
                .underShares(
                        prefix("bidirectional", devices, microBatches),
                        List.of(MemoryShare.HALF, MemoryShare.ALL),
                        "two pipelines with stages as the profile has them, the second with its first stage on the last device");
    }

    private static List<Instance> exclusive(int devices, int microBatches) {
        Link link = new Link.Exclusive(TRANSFER, PROFILE.communication());
        return pipeline(devices, new Placement.Loop(), microBatches)
                .underShares(
                        prefix("exclusive", devices, microBatches),
                        List.of(MemoryShare.ALL),
                        "a transfer takes half of the profile's forward on its link, one at a time in each direction, and then "
                                + "the profile's communication")
                .stream()
                .map(instance -> instance.withCommunication(new Communication(link, List.of())))
                .toList();
    }

    private static ProfiledPipeline pipeline(int devices, Placement placement, int microBatches) {
        StageSpec stage = PROFILE.stage(1000, 1000);
        return ProfiledPipeline.onEqualDevices(
                PROFILE, Collections.nCopies(devices, stage), devices, placement, microBatches);
    }

    private static String prefix(String shape, int devices, int microBatches) {
        return NAME + "-" + shape + "-p" + devices + "-m" + microBatches + "-";
    }
}
