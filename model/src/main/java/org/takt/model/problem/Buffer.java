package org.takt.model.problem;

import java.util.List;

/**
 * Memory held on a device from the start of one op to the end of others. The buffer exists in a schedule when
 * {@code takenAt} is present and every condition holds; it is then live in [start of {@code takenAt}, latest end of
 * the present ops of {@code releasedBy}), and to the end of the schedule when none of them is present. Every op of
 * {@code releasedBy} follows {@code takenAt} by precedence or is {@code takenAt} itself.
 *
 * @param device index of the device
 * @param size memory units, at least 1
 * @param takenAt index of the op at whose start it is taken
 * @param releasedBy indices of the ops at whose end it is returned, the last of them freeing it; distinct
 * @param conditions further conditions for the buffer to exist, all of which must hold
 */
public record Buffer(int device, long size, int takenAt, List<Integer> releasedBy, List<Condition> conditions) {
    public Buffer {
        if (size < 1) {
            throw new IllegalArgumentException("A buffer has size " + size + ", expected at least 1.");
        }
        releasedBy = List.copyOf(releasedBy);
        conditions = List.copyOf(conditions);
        if (!Distinct.areDistinct(releasedBy)) {
            throw new IllegalArgumentException("A buffer names a releasing op twice: " + releasedBy + ".");
        }
    }

    /** An unconditional buffer. */
    public Buffer(int device, long size, int takenAt, List<Integer> releasedBy) {
        this(device, size, takenAt, releasedBy, List.of());
    }
}
