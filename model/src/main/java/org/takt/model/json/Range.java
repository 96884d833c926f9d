package org.takt.model.json;

import org.takt.model.problem.Problem;

/**
 * The whole numbers a field may hold.
 *
 * @param least the smallest
 * @param most the largest
 */
record Range(long least, long most) {
    /** Ticks. */
    static final Range TIME = new Range(0, Problem.MAX_TOTAL);

    /** Memory units. */
    static final Range MEMORY = new Range(0, Problem.MAX_TOTAL);

    /** Changes of memory. */
    static final Range MEMORY_CHANGE = new Range(-Problem.MAX_TOTAL, Problem.MAX_TOTAL);

    /** Indices; whether the thing exists is for others to say. */
    static final Range INDEX = new Range(0, Integer.MAX_VALUE);

    boolean contains(long value) {
        return least <= value && value <= most;
    }

    String describe() {
        return "a whole number from " + least + " to " + most;
    }
}
