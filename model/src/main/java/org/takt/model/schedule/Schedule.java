package org.takt.model.schedule;

import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Op;

/**
 * A start time and a mode for each present op of a problem. Says nothing about being right: the verifier does.
 * Immutable.
 */
public final class Schedule {
    /** The mode of an op that is left out. */
    public static final int ABSENT = -1;

    private final long[] starts;
    private final int[] modes;

    /**
     * Creates a schedule from one entry per op.
     *
     * @param starts start of each op in ticks; ignored where the op is absent
     * @param modes chosen mode of each op, or {@link #ABSENT}
     * @throws IllegalArgumentException if the two differ in length
     */
    public Schedule(long[] starts, int[] modes) {
        if (starts.length != modes.length) {
            throw new IllegalArgumentException(
                    "A schedule got " + starts.length + " starts but " + modes.length + " modes.");
        }
        this.starts = starts.clone();
        this.modes = modes.clone();
        for (int op = 0; op < modes.length; op++) {
            if (modes[op] == ABSENT) {
                this.starts[op] = 0;
            }
        }
    }

    /** Returns the number of ops, absent ones included. */
    public int size() {
        return starts.length;
    }

    /** Returns whether the op is present. */
    public boolean isPresent(int op) {
        return modes[op] != ABSENT;
    }

    /** Returns the start of the op in ticks; 0 if it is absent. */
    public long start(int op) {
        return starts[op];
    }

    /** Returns the chosen mode of the op, or {@link #ABSENT}. */
    public int mode(int op) {
        return modes[op];
    }

    /** Returns when the last op ends, in ticks, given all ops of the problem; 0 if none is present. Takes O(ops) time. */
    public long lastEnd(List<Op> ops) {
        long last = 0;
        for (int op = 0; op < modes.length; op++) {
            if (isPresent(op)) {
                long duration = ops.get(op).modes().get(modes[op]).duration();
                last = Math.max(last, starts[op] + duration);
            }
        }
        return last;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schedule that && Arrays.equals(starts, that.starts) && Arrays.equals(modes, that.modes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(starts) + Arrays.hashCode(modes);
    }
}
