package org.takt.model.problem;

import java.util.ArrayList;
import java.util.List;

/** The devices whose compute streams an op holds. */
public final class ComputeDevices {
    private final Problem problem;

    /** Reads a problem, when asked. */
    public ComputeDevices(Problem problem) {
        this.problem = problem;
    }

    /** Returns the devices by index, each once; none if the op holds no compute stream in that mode, as transfers over links. */
    public List<Integer> of(int op, int mode) {
        List<Integer> devices = new ArrayList<>(1);
        for (int index : problem.ops().get(op).modes().get(mode).resources()) {
            Resource resource = problem.resources().get(index);
            if (resource.kind() == ResourceKind.COMPUTE) {
                for (int device : resource.devices()) {
                    if (!devices.contains(device)) {
                        devices.add(device);
                    }
                }
            }
        }
        return devices;
    }
}
