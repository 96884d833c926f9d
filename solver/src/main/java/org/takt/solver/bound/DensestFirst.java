package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Items in order of work per memory, for asking again and again how much work fits in parts when one of them is left
 * out. Takes O(items log items) time to build and O(log items) for each question. Immutable.
 */
final class DensestFirst {
    private final List<FractionalKnapsack.Item> items;
    private final int[] rank;
    private final long[] workBefore;
    private final long[] memoryBefore;

    /** Sorts items whose work and memory in total stay within a long. */
    DensestFirst(List<FractionalKnapsack.Item> unsorted) {
        Integer[] order = new Integer[unsorted.size()];
        Arrays.setAll(order, index -> index);
        Arrays.sort(
                order,
                (first, second) -> FractionalKnapsack.BY_DENSITY.compare(unsorted.get(first), unsorted.get(second)));
        items = new ArrayList<>(order.length);
        rank = new int[order.length];
        workBefore = new long[order.length + 1];
        memoryBefore = new long[order.length + 1];
        for (int at = 0; at < order.length; at++) {
            items.add(unsorted.get(order[at]));
            rank[order[at]] = at;
            workBefore[at + 1] = workBefore[at] + items.get(at).work();
            memoryBefore[at + 1] = memoryBefore[at] + items.get(at).memory();
        }
    }

    /** Returns the most work that fits in parts, the last part rounded up; {@link FractionalKnapsack#mostInParts}. */
    long mostInParts(long capacity) {
        long left = Math.max(0, capacity);
        int whole = wholeItems(left);
        return whole == items.size()
                ? workBefore[whole]
                : workBefore[whole]
                        + FractionalKnapsack.share(
                                items.get(whole).work(),
                                left - memoryBefore[whole],
                                items.get(whole).memory());
    }

    /**
     * Returns the most work that fits in parts without one item. Where all before it fit whole, room for it is added and
     * its own work taken away again.
     *
     * @param index index of the item in the list it came in
     */
    long mostInPartsWithout(int index, long capacity) {
        long left = Math.min(Math.max(0, capacity), memoryBefore[items.size()]);
        if (memoryBefore[rank[index]] > left) {
            return mostInParts(left);
        }
        FractionalKnapsack.Item item = items.get(rank[index]);
        return mostInParts(left + item.memory()) - item.work();
    }

    /** Returns how many of the densest items fit whole. */
    private int wholeItems(long capacity) {
        int low = 0;
        int high = items.size();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (memoryBefore[middle] <= capacity) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
