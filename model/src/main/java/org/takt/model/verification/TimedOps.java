package org.takt.model.verification;

import java.util.Arrays;
import org.takt.model.schedule.Schedule;

/**
 * The present ops of a schedule with their modes, starts and ends, in the order of their starts and in that of their
 * ends. Sorting takes O(n) time for each byte of the makespan. Every present op must have a mode it offers and a start in
 * range.
 */
final class TimedOps {
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;

    /** The number of each op's mode in {@link ProblemTables}; negative where the op is absent. */
    final int[] mode;

    final long[] start;
    final long[] end;
    /** Ops by start, then end, then index. */
    final int[] byStart;
    /** Ops by end, then index. */
    final int[] byEnd;

    final long makespan;

    TimedOps(ProblemTables tables, Schedule schedule) {
        int ops = schedule.size();
        mode = new int[ops];
        start = new long[ops];
        end = new long[ops];
        int[] present = new int[ops];
        int count = 0;
        long latest = 0;
        for (int op = 0; op < ops; op++) {
            if (schedule.isPresent(op)) {
                mode[op] = tables.firstMode[op] + schedule.mode(op);
                start[op] = schedule.start(op);
                end[op] = start[op] + tables.duration[mode[op]];
                latest = Math.max(latest, end[op]);
                present[count++] = op;
            } else {
                mode[op] = Schedule.ABSENT;
            }
        }
        makespan = latest;
        byEnd = sorted(Arrays.copyOf(present, count), end, latest);
        byStart = sorted(byEnd, start, latest);
    }

    boolean isPresent(int op) {
        return mode[op] >= 0;
    }

    /** Sorts ops by time, digit by digit from the lowest, and keeps the order of those with one time. */
    private static int[] sorted(int[] ops, long[] time, long latest) {
        int count = ops.length;
        int[] from = ops;
        int[] to = new int[count];
        int[] next = new int[DIGITS + 1];
        for (int shift = 0; shift < Long.SIZE && latest >>> shift > 0; shift += DIGIT_BITS) {
            Arrays.fill(next, 0);
            for (int index = 0; index < count; index++) {
                next[digit(time[from[index]], shift) + 1]++;
            }
            for (int digit = 0; digit < DIGITS; digit++) {
                next[digit + 1] += next[digit];
            }
            for (int index = 0; index < count; index++) {
                int op = from[index];
                to[next[digit(time[op], shift)]++] = op;
            }
            int[] free = from == ops ? new int[count] : from;
            from = to;
            to = free;
        }
        return from;
    }

    private static int digit(long time, int shift) {
        return (int) (time >>> shift) & (DIGITS - 1);
    }
}
