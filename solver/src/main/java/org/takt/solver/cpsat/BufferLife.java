package org.takt.solver.cpsat;

import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** Whether and until when a buffer is live in a given schedule. */
final class BufferLife {
    private BufferLife() {}

    /** Returns whether the buffer exists. */
    static boolean exists(Buffer buffer, Schedule schedule) {
        return schedule.isPresent(buffer.takenAt())
                && buffer.conditions().stream().allMatch(condition -> condition.holdsIn(schedule.mode(condition.op())));
    }

    /** Returns whether no releasing op is present, so that the buffer, if it exists, is kept to the end. */
    static boolean isKept(Buffer buffer, Schedule schedule) {
        return buffer.releasedBy().stream().noneMatch(schedule::isPresent);
    }

    /** Returns the end of the last present releasing op, but no earlier than the start of the taking one. */
    static long release(Problem problem, Buffer buffer, Schedule schedule) {
        long time = schedule.start(buffer.takenAt());
        for (int release : buffer.releasedBy()) {
            if (schedule.isPresent(release)) {
                time = Math.max(time, Hint.end(problem, schedule, release));
            }
        }
        return time;
    }
}
