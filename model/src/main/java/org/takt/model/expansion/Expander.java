package org.takt.model.expansion;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Device;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * Builds the generic problem of an instance. Device d's compute stream is resource d; its index equals the device's.
 * Applies the rules in turn: {@link StageMap}, {@link SegmentMap}, {@link ComputeRule}, {@link AttentionRule},
 * {@link CommunicationRule}, {@link MemoryRule}.
 * O(stages × segments) time and memory.
 */
public final class Expander {
    private Expander() {}

    /**
     * Returns the instance's problem.
     *
     * @throws IllegalArgumentException if the problem exceeds what {@link Problem} admits, which a valid instance does not
     */
    public static Problem expand(Instance instance) {
        StageMap stageMap = StageMap.of(instance);
        Draft draft = new Draft(computeStreams(instance.devices()));
        SegmentMap segments = SegmentMap.of(instance);
        ChainOps chains = new ComputeRule(instance, stageMap).addTo(draft, segments);
        new AttentionRule(chains).addTo(draft);
        new CommunicationRule(instance, stageMap, chains).addTo(draft);
        new MemoryRule(instance, stageMap, segments, chains).addTo(draft);
        return draft.toProblem(devices(instance, stageMap), instance.objective());
    }

    private static List<Resource> computeStreams(List<DeviceSpec> devices) {
        List<Resource> resources = new ArrayList<>();
        for (int device = 0; device < devices.size(); device++) {
            resources.add(new Resource(devices.get(device).name() + " compute", ResourceKind.COMPUTE, List.of(device)));
        }
        return resources;
    }

    private static List<Device> devices(Instance instance, StageMap stageMap) {
        long[] constants = new long[instance.devices().size()];
        for (int device = 0; device < constants.length; device++) {
            constants[device] = instance.devices().get(device).constantMemory();
        }
        for (int pipeline = 0; pipeline < stageMap.weightCopies(); pipeline++) {
            for (int stage = 0; stage < stageMap.stages(); stage++) {
                constants[stageMap.device(pipeline, stage)] +=
                        instance.stages().get(stage).memory().constant();
            }
        }
        List<Device> devices = new ArrayList<>();
        for (int device = 0; device < constants.length; device++) {
            DeviceSpec spec = instance.devices().get(device);
            devices.add(new Device(spec.name(), constants[device], spec.memoryLimit()));
        }
        return devices;
    }
}
