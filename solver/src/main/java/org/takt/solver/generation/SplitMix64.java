package org.takt.solver.generation;

/**
 * The random numbers of the generator SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators,
 * OOPSLA 2014). Unlike those of the JDK's SplittableRandom they are fixed by this class, so that instances stay what they
 * are.
 */
final class SplitMix64 {
    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    /** Returns the next number of at least 0 and less than 1, a multiple of 2⁻⁵³. */
    double nextDouble() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return (mixed >>> 11) * 0x1p-53;
    }
}
