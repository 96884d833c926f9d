package org.takt.model.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The memory of one device over time, as changes at instants. At one instant releases count before acquisitions.
 * Invariant: the first {@code size} entries of both arrays are filled.
 */
public final class MemoryCurve {
    private final long constant;
    private long[] times = new long[64];
    private long[] changes = new long[64];
    private int size;

    /**
     * The memory held from an instant to the next step.
     *
     * @param time ticks
     * @param memory memory units, constant part included
     */
    public record Step(long time, long memory) {}

    MemoryCurve(long constant) {
        this.constant = constant;
    }

    void take(long time, long amount) {
        add(time, amount);
    }

    void release(long time, long amount) {
        add(time, -amount);
    }

    /** Returns the memory held all the time, in memory units. */
    public long constant() {
        return constant;
    }

    /**
     * Returns the curve as steps, in order of time, the first at time 0, no two at one instant, no neighbours of one height: what is
     * held after all changes of an instant, which is the most held at it. O(n log n) for n changes.
     */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(0, constant));
        long held = constant;
        for (int index : inTime()) {
            held += changes[index];
            int last = steps.size() - 1;
            if (steps.get(last).time() == times[index]) {
                steps.remove(last);
            }
            if (steps.isEmpty() || steps.get(steps.size() - 1).memory() != held) {
                steps.add(new Step(times[index], held));
            }
        }
        return List.copyOf(steps);
    }

    /** Changes by time, at one instant releases first. */
    private Integer[] inTime() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, index -> index);
        Arrays.sort(
                order,
                (a, b) ->
                        times[a] != times[b] ? Long.compare(times[a], times[b]) : Long.compare(changes[a], changes[b]));
        return order;
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
