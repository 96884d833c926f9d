package org.takt.model.problem;

import java.util.List;

/**
 * One way of running an op.
 *
 * @param duration ticks, at least 0
 * @param resources the resources held for all of the duration, by index, distinct; may be empty
 */
public record Mode(long duration, List<Integer> resources) {
    public Mode {
        if (duration < 0) {
            throw new IllegalArgumentException("A mode has duration " + duration + ", expected at least 0.");
        }
        resources = List.copyOf(resources);
        if (!Distinct.areDistinct(resources)) {
            throw new IllegalArgumentException("A mode names a resource twice: " + resources + ".");
        }
    }
}
