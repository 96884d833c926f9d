package org.takt.model.problem;

import java.util.List;

/**
 * Holds when an op is present and runs in one of some modes.
 *
 * @param op index of the op
 * @param modes indices of the modes that count, distinct; empty means any mode
 */
public record Condition(int op, List<Integer> modes) {
    public Condition {
        modes = List.copyOf(modes);
        if (!Distinct.areDistinct(modes)) {
            throw new IllegalArgumentException("A condition names a mode twice: " + modes + ".");
        }
    }

    /** Returns the condition that the op is present, in whatever mode. */
    public static Condition present(int op) {
        return new Condition(op, List.of());
    }

    /** Returns whether running the op in the given mode (−1: the op is absent) satisfies the condition. */
    public boolean holdsIn(int mode) {
        return mode >= 0 && (modes.isEmpty() || modes.contains(mode));
    }
}
