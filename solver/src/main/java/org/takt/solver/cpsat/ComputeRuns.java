package org.takt.solver.cpsat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.Schedule;

/** Which ops compute on which device, in which of their modes. */
final class ComputeRuns {
    private final List<List<Run>> byDevice = new ArrayList<>();

    /**
     * A mode of an op that holds a compute stream.
     *
     * @param op index of the op
     * @param mode index of the mode
     * @param duration of the mode
     */
    record Run(int op, int mode, long duration) {}

    ComputeRuns(Problem problem) {
        problem.devices().forEach(device -> byDevice.add(new ArrayList<>()));
        for (int op = 0; op < problem.ops().size(); op++) {
            List<Mode> modes = problem.ops().get(op).modes();
            for (int mode = 0; mode < modes.size(); mode++) {
                for (int device : devices(problem, modes.get(mode))) {
                    byDevice.get(device).add(new Run(op, mode, modes.get(mode).duration()));
                }
            }
        }
    }

    /** Returns what may compute on the device. */
    List<Run> on(int device) {
        return byDevice.get(device);
    }

    /** Returns when the device first computes; 0 if it never does. */
    long firstStart(int device, Schedule schedule) {
        long first = Long.MAX_VALUE;
        for (Run run : byDevice.get(device)) {
            if (schedule.mode(run.op) == run.mode) {
                first = Math.min(first, schedule.start(run.op));
            }
        }
        return first == Long.MAX_VALUE ? 0 : first;
    }

    /** Returns when the device last stops computing; 0 if it never does. */
    long lastEnd(int device, Schedule schedule) {
        long last = 0;
        for (Run run : byDevice.get(device)) {
            if (schedule.mode(run.op) == run.mode) {
                last = Math.max(last, schedule.start(run.op) + run.duration);
            }
        }
        return last;
    }

    private static Set<Integer> devices(Problem problem, Mode mode) {
        Set<Integer> devices = new HashSet<>();
        for (int index : mode.resources()) {
            Resource resource = problem.resources().get(index);
            if (resource.kind() == ResourceKind.COMPUTE) {
                devices.addAll(resource.devices());
            }
        }
        return devices;
    }
}
