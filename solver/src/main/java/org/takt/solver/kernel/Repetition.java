package org.takt.solver.kernel;

import java.util.Optional;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;

/**
 * Makes a schedule of a long row out of one of its first units: some units in a row, the kernel, run again and again, each
 * time a period later, and what came after them in the short schedule comes after the last repetition. All ops then
 * start as early as the orders that result allow. What was before the kernel is the warm-up, what is behind it the drain.
 *
 * @param first index of the kernel's first unit
 * @param count how many units repeat, at least 1
 * @param period ticks from one repetition to the next
 */
public record Repetition(int first, int count, long period) {
    /**
     * Returns the long schedule, or nothing where its orders wait for each other. Nothing checks its memory. O(n log n)
     * time for n ops of the long row.
     *
     * @param longer a row whose further units, beyond those of the shorter one, are a multiple of the kernel's
     * @param shorter the first units of it
     * @param schedule a schedule of the shorter one
     * @param timing of the longer row's problem
     * @throws IllegalArgumentException if the further units are no multiple of the kernel's
     */
    public Optional<Schedule> unroll(UnitRow longer, UnitRow shorter, Schedule schedule, Timing timing) {
        int further = longer.units() - shorter.units();
        if (further % count != 0) {
            throw new IllegalArgumentException(
                    "A row cannot grow by " + further + " units in repetitions of " + count + ".");
        }
        long[] starts = new long[longer.problem().ops().size()];
        int[] modes = new int[starts.length];
        for (int index = 0; index < longer.lanes().size(); index++) {
            int[] lane = longer.lanes().get(index);
            int[] source = shorter.lanes().get(index);
            int perUnit = longer.perUnit(lane);
            for (int rank = 0; rank < lane.length; rank++) {
                int unit = rank / perUnit;
                int repetitions = Math.min(Math.max(0, (unit - first) / count), further / count);
                int op = source[(unit - repetitions * count) * perUnit + rank % perUnit];
                starts[lane[rank]] = schedule.start(op) + repetitions * period;
                modes[lane[rank]] = schedule.mode(op);
            }
        }
        for (int index = 0; index < longer.outside().length; index++) {
            int op = shorter.outside()[index];
            starts[longer.outside()[index]] = schedule.start(op) + further / count * period;
            modes[longer.outside()[index]] = schedule.mode(op);
        }
        DeviceOrders orders = DeviceOrders.of(longer.problem(), new Schedule(starts, modes));
        return timing.earliest(orders) instanceof TimingResult.Timed timed
                ? Optional.of(timed.schedule())
                : Optional.empty();
    }
}
