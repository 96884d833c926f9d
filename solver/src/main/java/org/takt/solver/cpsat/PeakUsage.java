package org.takt.solver.cpsat;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** The most that the buffers of one device take at any instant of a schedule, in the device's memory scale. */
final class PeakUsage {
    private final Problem problem;
    private final List<Buffer> buffers;
    private final MemoryScale scale;

    PeakUsage(Problem problem, List<Buffer> buffers, MemoryScale scale) {
        this.problem = problem;
        this.buffers = buffers;
        this.scale = scale;
    }

    private record Change(long time, long amount) {}

    /** Returns the peak; releases at an instant count before acquisitions. */
    long of(Schedule schedule) {
        List<Change> changes = new ArrayList<>();
        for (Buffer buffer : buffers) {
            if (BufferLife.exists(buffer, schedule)) {
                changes.add(new Change(schedule.start(buffer.takenAt()), scale.demand(buffer)));
                if (!BufferLife.isKept(buffer, schedule)) {
                    changes.add(new Change(BufferLife.release(problem, buffer, schedule), -scale.demand(buffer)));
                }
            }
        }
        changes.sort((a, b) -> a.time != b.time ? Long.compare(a.time, b.time) : Long.compare(a.amount, b.amount));
        long held = 0;
        long peak = 0;
        for (Change change : changes) {
            held += change.amount;
            peak = Math.max(peak, held);
        }
        return peak;
    }
}
