package org.takt.model.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts items into as few bins of a capacity as it can. First-fit decreasing (at most 11/9 of the fewest, plus one), then, if
 * that is above the bound Σ sizes / capacity, for up to 300 items, depth-first branch and bound over the bin of each item,
 * the largest first, until it is proved or 20 000 nodes were looked at. Deterministic; O(n²), and O(bins²) for a node.
 */
final class BinPacking {
    private static final int MOST_ITEMS = 300;
    private static final long MOST_NODES = 20_000;

    private final long[] sizes;
    private final long capacity;
    private final long fewest;
    private final int[] binOf;
    private final long[] filled;
    private int[] best;
    private int bestBins;
    private long nodes;

    /**
     * @param sizes sizes of the items, each at least 1 and at most the capacity
     * @param capacity at least 1
     */
    BinPacking(List<Long> sizes, long capacity) {
        this.sizes = sizes.stream()
                .sorted(Comparator.reverseOrder())
                .mapToLong(Long::longValue)
                .toArray();
        this.capacity = capacity;
        this.fewest = (Arrays.stream(this.sizes).sum() + capacity - 1) / capacity;
        this.binOf = new int[sizes.size()];
        this.filled = new long[sizes.size()];
        this.best = new int[0];
        firstFit();
        if (bestBins > fewest && sizes.size() <= MOST_ITEMS) {
            Arrays.fill(filled, 0);
            place(0, 0);
        }
    }

    /** Returns whether no packing has fewer bins: proved, else unknown. */
    boolean isOptimal() {
        return bestBins == fewest || (sizes.length <= MOST_ITEMS && nodes <= MOST_NODES);
    }

    /** Returns the bin of each item, items taken from the largest to the smallest. */
    List<List<Integer>> bins() {
        List<List<Integer>> bins = new ArrayList<>();
        for (int bin = 0; bin < bestBins; bin++) {
            bins.add(new ArrayList<>());
        }
        for (int item = 0; item < best.length; item++) {
            bins.get(best[item]).add(item);
        }
        return bins;
    }

    private void firstFit() {
        int bins = 0;
        for (int item = 0; item < sizes.length; item++) {
            int bin = 0;
            while (filled[bin] + sizes[item] > capacity) {
                bin++;
            }
            filled[bin] += sizes[item];
            binOf[item] = bin;
            bins = Math.max(bins, bin + 1);
        }
        best = binOf.clone();
        bestBins = bins;
    }

    private void place(int item, int bins) {
        if (bins >= bestBins || bestBins == fewest || ++nodes > MOST_NODES) {
            return;
        }
        if (item == sizes.length) {
            best = binOf.clone();
            bestBins = bins;
            return;
        }
        for (int bin = 0; bin <= bins; bin++) {
            if (filled[bin] + sizes[item] <= capacity && !isTwin(bin)) {
                filled[bin] += sizes[item];
                binOf[item] = bin;
                place(item + 1, Math.max(bins, bin + 1));
                filled[bin] -= sizes[item];
            }
        }
    }

    /** Whether an earlier bin is as full, so that the item goes there as well as here. */
    private boolean isTwin(int bin) {
        for (int earlier = 0; earlier < bin; earlier++) {
            if (filled[earlier] == filled[bin]) {
                return true;
            }
        }
        return false;
    }
}
