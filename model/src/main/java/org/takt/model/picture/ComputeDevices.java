package org.takt.model.picture;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/** The devices on whose compute streams each op runs, mode by mode; each device once. Immutable. */
final class ComputeDevices {
    private final List<List<List<Integer>>> byOpAndMode;

    /** Looks at all ops of a problem; O(n) for n modes. */
    ComputeDevices(Problem problem) {
        byOpAndMode = new ArrayList<>(problem.ops().size());
        for (Op op : problem.ops()) {
            List<List<Integer>> byMode = new ArrayList<>(op.modes().size());
            for (Mode mode : op.modes()) {
                byMode.add(devices(mode, problem));
            }
            byOpAndMode.add(byMode);
        }
    }

    /** Returns the indices of the devices on whose compute streams an op runs in a mode; none for a transfer. */
    List<Integer> of(int op, int mode) {
        return byOpAndMode.get(op).get(mode);
    }

    private static List<Integer> devices(Mode mode, Problem problem) {
        List<Integer> devices = new ArrayList<>(1);
        for (int index : mode.resources()) {
            Resource resource = problem.resources().get(index);
            if (resource.kind() == ResourceKind.COMPUTE) {
                for (int device : resource.devices()) {
                    if (!devices.contains(device)) {
                        devices.add(device);
                    }
                }
            }
        }
        return List.copyOf(devices);
    }
}
