package org.takt.solver.generation;

import java.util.List;

/**
 * A memory limit as a share of what 1F1B needs, rounded down to whole units.
 *
 * @param suffix what it is called in names
 * @param numerator at least 1
 * @param denominator at least 1
 */
record MemoryShare(String suffix, int numerator, int denominator) {
    static final MemoryShare THIRD = new MemoryShare("0p33x", 1, 3);
    static final MemoryShare HALF = new MemoryShare("0p5x", 1, 2);
    static final MemoryShare THREE_QUARTERS = new MemoryShare("0p75x", 3, 4);
    static final MemoryShare ALL = new MemoryShare("1x", 1, 1);
    static final MemoryShare ONE_AND_A_HALF = new MemoryShare("1p5x", 3, 2);
    static final MemoryShare TWICE = new MemoryShare("2x", 2, 1);

    /** The limits of the Zero Bubble instances, ascending. */
    static final List<MemoryShare> ZERO_BUBBLE = List.of(HALF, THREE_QUARTERS, ALL, ONE_AND_A_HALF, TWICE);

    /** Returns the limit where 1F1B needs a peak. */
    long of(long peak) {
        return Math.multiplyExact(peak, numerator) / denominator;
    }

    /** Returns the rule in words, for the provenance. */
    String describe() {
        return (denominator == 1 ? "" + numerator : numerator + "/" + denominator)
                + " x what 1F1B needs on the device that needs most, rounded down";
    }
}
