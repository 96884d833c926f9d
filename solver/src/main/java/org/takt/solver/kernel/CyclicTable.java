package org.takt.solver.kernel;

import java.util.Arrays;

/**
 * When the resources are busy in a schedule that repeats every period: a reservation table modulo the period, as in
 * modulo scheduling (Rau, Iterative modulo scheduling, MICRO 1994). Finding a gap takes O(reservations of a resource)
 * time.
 */
final class CyclicTable {
    private final long period;
    private final long[][] begins;
    private final long[][] ends;
    private final int[] sizes;

    /**
     * Prepares a table without reservations.
     *
     * @param period ticks, at least 1
     */
    CyclicTable(int resources, long period) {
        this.period = period;
        begins = new long[resources][8];
        ends = new long[resources][8];
        sizes = new int[resources];
    }

    /**
     * Returns the earliest time, from a given one on, at which all of some resources are free for a duration.
     *
     * @return −1 where no gap is long enough
     */
    long earliest(int[] resources, long ready, long duration) {
        if (duration > period) {
            return resources.length == 0 ? ready : -1;
        }
        long start = ready;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int resource : resources) {
                long free = firstFree(resource, start, duration);
                if (free > ready + period) {
                    return -1;
                }
                moved |= free > start;
                start = free;
            }
        }
        return start;
    }

    /** Reserves resources; they are free then. */
    void reserve(int[] resources, long start, long duration) {
        if (duration == 0) {
            return;
        }
        long begin = Math.floorMod(start, period);
        for (int resource : resources) {
            int size = sizes[resource];
            if (size == begins[resource].length) {
                begins[resource] = Arrays.copyOf(begins[resource], 2 * size);
                ends[resource] = Arrays.copyOf(ends[resource], 2 * size);
            }
            int at = size;
            while (at > 0 && begins[resource][at - 1] > begin) {
                begins[resource][at] = begins[resource][at - 1];
                ends[resource][at] = ends[resource][at - 1];
                at--;
            }
            begins[resource][at] = begin;
            ends[resource][at] = begin + duration;
            sizes[resource]++;
        }
    }

    /** Walks round the period once, past every reservation in the way; beyond {@code start + period} if all are. */
    private long firstFree(int resource, long start, long duration) {
        int size = sizes[resource];
        if (size == 0 || duration == 0) {
            return start;
        }
        long inPeriod = Math.floorMod(start, period);
        long offset = start - inPeriod;
        long time = inPeriod;
        if (ends[resource][size - 1] - period > time) {
            time = ends[resource][size - 1] - period;
        }
        for (int turn = 0; turn < 2 * size; turn++) {
            int index = turn % size;
            long shift = turn < size ? 0 : period;
            if (begins[resource][index] + shift >= time + duration) {
                return offset + time;
            }
            time = Math.max(time, ends[resource][index] + shift);
        }
        return offset + time + (fitsBefore(resource, time, duration) ? 0 : 2 * period);
    }

    private boolean fitsBefore(int resource, long time, long duration) {
        return begins[resource][0] + 2 * period >= time + duration;
    }
}
