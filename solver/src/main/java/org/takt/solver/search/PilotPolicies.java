package org.takt.solver.search;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.ListScheduler;

/** Looks ahead with several random policies from time to time. Finds mixtures of policies over time, which small memories ask for. */
final class PilotPolicies implements RestartWay {
    private static final double SECONDS_PER_PILOT_OP = 2e-6;
    private static final int[] INTERVALS = {8, 32, 16};
    private static final int PILOTS = 8;

    @Override
    public String name() {
        return "list scheduler with look-ahead, restart";
    }

    @Override
    public double secondsPerOp(int number) {
        return SECONDS_PER_PILOT_OP * intervals(number) * (PILOTS + 1) / 2;
    }

    @Override
    public Optional<Schedule> schedule(
            ListScheduler scheduler, boolean fused, int number, long seed, BooleanSupplier stop) {
        return scheduler.lookAhead(intervals(number), PILOTS, fused, seed, stop);
    }

    private static int intervals(int number) {
        return INTERVALS[number % INTERVALS.length];
    }
}
