package org.takt.model.verification;

import java.util.Arrays;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** Busy time, first start, last end and forwards in flight of every device's compute stream in a schedule without violations. */
final class ComputeFigures {
    private final Problem problem;
    private final long[] busy;
    private final long[] firstStart;
    private final long[] lastEnd;
    private final MemoryCurve[] inFlight;

    ComputeFigures(Problem problem, ComputeDevices computeDevices, Schedule schedule) {
        this.problem = problem;
        int devices = problem.devices().size();
        busy = new long[devices];
        firstStart = new long[devices];
        lastEnd = new long[devices];
        inFlight = new MemoryCurve[devices];
        Arrays.fill(firstStart, Long.MAX_VALUE);
        Arrays.setAll(inFlight, device -> new MemoryCurve(0));
        for (int op = 0; op < schedule.size(); op++) {
            if (schedule.isPresent(op)) {
                Op described = problem.ops().get(op);
                long duration = described.modes().get(schedule.mode(op)).duration();
                for (int device : computeDevices.of(op, schedule.mode(op))) {
                    addOn(device, described.kind(), schedule.start(op), duration);
                }
            }
        }
    }

    DeviceReport report(int device, MemoryCurve.Peak peak) {
        boolean idle = firstStart[device] == Long.MAX_VALUE;
        return new DeviceReport(
                problem.devices().get(device).name(),
                busy[device],
                idle ? 0 : firstStart[device],
                lastEnd[device],
                peak.memory(),
                peak.time(),
                problem.devices().get(device).memoryLimit(),
                Math.toIntExact(inFlight[device].peak().memory()));
    }

    private void addOn(int device, OpKind kind, long start, long duration) {
        long end = start + duration;
        busy[device] += duration;
        firstStart[device] = Math.min(firstStart[device], start);
        lastEnd[device] = Math.max(lastEnd[device], end);
        if (kind == OpKind.F) {
            inFlight[device].take(start, 1);
        } else if (kind == OpKind.B || kind == OpKind.I) {
            inFlight[device].release(end, 1);
        }
    }
}
