package org.takt.model.picture;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Device;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** The memory that every device holds over time in a schedule. O(n) for n buffers and the ops they name. */
final class MemoryCurves {
    private final Problem problem;
    private final Schedule schedule;

    private MemoryCurves(Problem problem, Schedule schedule) {
        this.problem = problem;
        this.schedule = schedule;
    }

    /**
     * Returns one curve for each device.
     *
     * @param schedule a schedule of the problem in which all mandatory ops are present, in modes that they have
     */
    static List<MemoryCurve> of(Problem problem, Schedule schedule) {
        return new MemoryCurves(problem, schedule).curves();
    }

    private List<MemoryCurve> curves() {
        List<MemoryCurve> curves = new ArrayList<>();
        for (Device device : problem.devices()) {
            curves.add(new MemoryCurve(device.constantMemory()));
        }
        for (Buffer buffer : problem.buffers()) {
            if (exists(buffer)) {
                addLife(buffer, curves.get(buffer.device()));
            }
        }
        return List.copyOf(curves);
    }

    /** A release that follows the taking only by way of an absent op may come first: then the buffer is never live. */
    private void addLife(Buffer buffer, MemoryCurve curve) {
        long taken = schedule.start(buffer.takenAt());
        boolean isReleased = false;
        long released = 0;
        for (int op : buffer.releasedBy()) {
            if (schedule.isPresent(op)) {
                isReleased = true;
                released = Math.max(released, end(op));
            }
        }
        if (!isReleased) {
            curve.take(taken, buffer.size());
        } else if (released > taken) {
            curve.take(taken, buffer.size());
            curve.release(released, buffer.size());
        }
    }

    private boolean exists(Buffer buffer) {
        if (!schedule.isPresent(buffer.takenAt())) {
            return false;
        }
        for (Condition condition : buffer.conditions()) {
            if (!condition.holdsIn(schedule.mode(condition.op()))) {
                return false;
            }
        }
        return true;
    }

    private long end(int op) {
        return schedule.start(op)
                + problem.ops().get(op).modes().get(schedule.mode(op)).duration();
    }
}
