package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;

/**
 * A pipeline with backwards split for the least makespan, made from a published profile; an instance but for its
 * memory limit.
 *
 * @param profile where costs and communication come from
 * @param stages the stages in pipeline order
 * @param speedsPermille the speed of each device in thousandths
 * @param placement which device holds which stage
 * @param microBatches number of micro-batches, at least 1
 */
record ProfiledPipeline(
        PublishedProfile profile,
        List<StageSpec> stages,
        List<Long> speedsPermille,
        Placement placement,
        int microBatches) {

    /** The speed of a device that runs an op in its cost. */
    static final long FULL_SPEED = 1000;

    ProfiledPipeline {
        stages = List.copyOf(stages);
        speedsPermille = List.copyOf(speedsPermille);
    }

    /** Returns a pipeline on equal devices. */
    static ProfiledPipeline onEqualDevices(
            PublishedProfile profile, List<StageSpec> stages, int devices, Placement placement, int microBatches) {
        return new ProfiledPipeline(profile, stages, Collections.nCopies(devices, FULL_SPEED), placement, microBatches);
    }

    /**
     * Returns what 1F1B needs on the device that needs most, memory units: stage s of p holds the activations of
     * min(m, p − s) micro-batches. For one stage on each device.
     */
    long oneForwardOneBackwardPeak() {
        long peak = 0;
        for (int stage = 0; stage < stages.size(); stage++) {
            long inFlight = Math.min(microBatches, stages.size() - stage);
            peak = Math.max(peak, inFlight * stages.get(stage).memory().activation());
        }
        return peak;
    }

    /**
     * Returns the instance under a memory limit, the same on all devices.
     *
     * @param rule what the family does to the profile, for the provenance
     * @param ownDetails what the provenance says beside that
     */
    Instance instance(String name, OptionalLong memoryLimit, String rule, Map<String, String> ownDetails) {
        Map<String, String> details = profile.details();
        details.putAll(ownDetails);
        List<DeviceSpec> devices = new ArrayList<>();
        for (int device = 0; device < speedsPermille.size(); device++) {
            devices.add(new DeviceSpec("gpu" + device, memoryLimit, speedsPermille.get(device), 0));
        }
        return new Instance(
                name,
                "",
                PublishedProfile.TIME_UNIT,
                PublishedProfile.MEMORY_UNIT,
                devices,
                stages,
                placement,
                Communication.latency(profile.communication()),
                Collections.nCopies(microBatches, MicroBatch.PLAIN),
                Backward.SPLIT,
                Objective.MAKESPAN,
                Optional.of(new Provenance(Provenance.Kind.SYNTHETIC, rule, details)));
    }

    /**
     * Returns an instance under each of these shares of what 1F1B needs.
     *
     * @param prefix what names begin with, before the share's suffix
     * @param rule what the family does to the profile, for the provenance
     */
    List<Instance> underShares(String prefix, List<MemoryShare> shares, String rule) {
        long peak = oneForwardOneBackwardPeak();
        return shares.stream()
                .map(share -> instance(
                        prefix + share.suffix(),
                        OptionalLong.of(share.of(peak)),
                        rule,
                        Map.of("memoryLimit", share.describe())))
                .toList();
    }
}
