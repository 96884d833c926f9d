package org.takt.solver.bound;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.takt.model.schedule.Schedule;

/**
 * A sum of starts of ops.
 *
 * @param weights how often each op's start counts, by its index; not 0
 */
public record StartSum(SortedMap<Integer, Long> weights) {
    public StartSum {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }

    /** Returns what passes from some ops' starts to those of as many others, all together; an op may be listed more than once. */
    public static StartSum between(List<Integer> from, List<Integer> to) {
        TreeMap<Integer, Long> weights = new TreeMap<>();
        from.forEach(op -> weights.merge(op, -1L, Long::sum));
        to.forEach(op -> weights.merge(op, 1L, Long::sum));
        weights.values().removeIf(weight -> weight == 0);
        return new StartSum(weights);
    }

    /** Returns the sum in a schedule, in its unit of time. */
    public long of(Schedule schedule) {
        long sum = 0;
        for (Map.Entry<Integer, Long> entry : weights.entrySet()) {
            sum += entry.getValue() * schedule.start(entry.getKey());
        }
        return sum;
    }
}
