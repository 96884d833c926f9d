package org.takt.model.verification;

import java.util.Arrays;

/**
 * The memory of one device over time, as changes at instants. At one instant releases count before acquisitions.
 * Invariant: the first {@code size} entries of both arrays are filled.
 */
final class MemoryCurve {
    private final long constant;
    private long[] times = new long[64];
    private long[] changes = new long[64];
    private int size;

    /**
     * The highest point of a curve.
     *
     * @param time the first instant at which it is reached
     * @param memory the memory held there
     */
    record Peak(long time, long memory) {}

    MemoryCurve(long constant) {
        this.constant = constant;
    }

    void take(long time, long amount) {
        add(time, amount);
    }

    void release(long time, long amount) {
        add(time, -amount);
    }

    Peak peak() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, index -> index);
        Arrays.sort(
                order,
                (a, b) ->
                        times[a] != times[b] ? Long.compare(times[a], times[b]) : Long.compare(changes[a], changes[b]));
        Peak peak = new Peak(0, constant);
        long held = constant;
        for (int index : order) {
            held += changes[index];
            if (held > peak.memory()) {
                peak = new Peak(times[index], held);
            }
        }
        return peak;
    }

    private void add(long time, long change) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            changes = Arrays.copyOf(changes, 2 * size);
        }
        times[size] = time;
        changes[size] = change;
        size++;
    }
}
