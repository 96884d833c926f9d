package org.takt.solver.search;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.ListScheduler;

/** A way to make ever other schedules with the list scheduler, by number. */
interface RestartWay {
    /** Returns what source incumbents are reported with, before the number. */
    String name();

    /** Returns what a restart takes per op, in seconds; high enough that on most machines the count ends before the deadline. */
    double secondsPerOp(int number);

    /**
     * Returns the schedule of a restart, or nothing if it gets stuck or is stopped. Not verified.
     *
     * @param fused whether the scheduler is for fused backwards
     * @param seed different for each restart
     * @param stop whether to end with nothing
     */
    Optional<Schedule> schedule(ListScheduler scheduler, boolean fused, int number, long seed, BooleanSupplier stop);
}
