package org.takt.solver.cpsat;

/** Greatest common divisors. */
final class Divisors {
    private Divisors() {}

    /** Returns the greatest common divisor of two numbers that are at least 0; that of 0 and a number is the number. */
    static long common(long a, long b) {
        long larger = a;
        long smaller = b;
        while (smaller != 0) {
            long rest = larger % smaller;
            larger = smaller;
            smaller = rest;
        }
        return larger;
    }
}
