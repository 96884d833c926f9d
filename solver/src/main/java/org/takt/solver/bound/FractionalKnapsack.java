package org.takt.solver.bound;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How much work fits into a memory, as an upper bound. */
final class FractionalKnapsack {
    /**
     * Work that takes memory.
     *
     * @param work ticks, at least 1
     * @param memory memory units, at least 1; 0 only for {@link #BY_DENSITY}
     */
    record Item(long work, long memory) {}

    /** The item with more work per memory comes first. */
    static final Comparator<Item> BY_DENSITY =
            (first, second) -> compareProducts(second.work(), first.memory(), first.work(), second.memory());

    private FractionalKnapsack() {}

    /**
     * Returns an upper bound on the total work of items that fit together: the smaller of two relaxations. By number, as
     * many items as fit if those with the least memory are taken, each counted with the work of those with the most.
     * By density, the items with the most work per memory, the last one in part (Dantzig, Discrete-variable extremum problems,
     * 1957). Takes O(items log items) time.
     */
    static long mostWork(List<Item> items, long capacity) {
        return Math.min(mostByNumber(items, capacity), mostInParts(items, capacity));
    }

    /** Returns the most work of items that may be taken in parts, each part of the work for its part of the memory, rounded up. */
    static long mostInParts(List<Item> items, long capacity) {
        List<Item> densest = new ArrayList<>(items);
        densest.sort(BY_DENSITY);
        long left = Math.max(0, capacity);
        long most = 0;
        for (Item item : densest) {
            if (item.memory() > left) {
                return most + share(item.work(), left, item.memory());
            }
            left -= item.memory();
            most += item.work();
        }
        return most;
    }

    private static long mostByNumber(List<Item> items, long capacity) {
        long[] memory = new long[items.size()];
        long[] work = new long[items.size()];
        for (int index = 0; index < memory.length; index++) {
            memory[index] = items.get(index).memory();
            work[index] = items.get(index).work();
        }
        Arrays.sort(memory);
        Arrays.sort(work);
        long left = Math.max(0, capacity);
        long most = 0;
        for (int index = 0; index < memory.length && memory[index] <= left; index++) {
            left -= memory[index];
            most += work[work.length - 1 - index];
        }
        return most;
    }

    /** Returns the part of the work, rounded up, that goes with a part of the memory. */
    static long share(long work, long part, long whole) {
        long down = scaleDown(work, part, whole);
        return down * whole == work * part ? down : down + 1;
    }

    /** Returns ⌊value · numerator / denominator⌋, all at least 0, without overflow of the product. */
    static long scaleDown(long value, long numerator, long denominator) {
        long product = value * numerator;
        if (Math.multiplyHigh(value, numerator) == 0 && product >= 0) {
            return product / denominator;
        }
        return BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(numerator))
                .divide(BigInteger.valueOf(denominator))
                .longValueExact();
    }

    /** Compares a·b with c·d, all at least 0, without overflow. */
    private static int compareProducts(long a, long b, long c, long d) {
        int byHighHalf = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return byHighHalf != 0 ? byHighHalf : Long.compareUnsigned(a * b, c * d);
    }
}
