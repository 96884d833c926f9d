package org.takt.model.json;

import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.TokenMemory;
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

    /** Tokens of a sequence or a part of it. */
    static final Range TOKENS = new Range(1, MicroBatch.MAX_TOKENS);

    /** Ticks for a million tokens or a million tokens squared. */
    static final Range RATE = new Range(0, PassRates.MAX);

    /** Memory units for a million tokens. */
    static final Range TOKEN_MEMORY = new Range(0, TokenMemory.MAX);

    /** Indices; whether the thing exists is for others to say. */
    static final Range INDEX = new Range(0, Integer.MAX_VALUE);

    boolean contains(long value) {
        return least <= value && value <= most;
    }

    String describe() {
        return "a whole number from " + least + " to " + most;
    }
}
