package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How interleaved schedules group micro-batches: each group runs through one chunk of every device after the other.
 *
 * @param sizes micro-batches of each group in turn, each at least 1
 */
record MicroBatchGroups(List<Integer> sizes) {
    MicroBatchGroups {
        sizes = List.copyOf(sizes);
    }

    /**
     * Returns max(1, ⌊m / P⌋) groups of sizes that differ by at most one, the larger ones first. Where P divides m
     * these are Megatron-LM's, where they come out equal they are those of PyTorch's interleaved schedules.
     */
    static MicroBatchGroups even(int microBatches, int devices) {
        int groups = Math.max(1, microBatches / devices);
        List<Integer> sizes = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            sizes.add(microBatches / groups + (group < microBatches % groups ? 1 : 0));
        }
        return new MicroBatchGroups(sizes);
    }

    /** Returns groups of the given size, and a short one for what is left over. */
    static MicroBatchGroups ofSize(int microBatches, int size) {
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(microBatches / size, size));
        if (microBatches % size > 0) {
            sizes.add(microBatches % size);
        }
        return new MicroBatchGroups(sizes);
    }

    /** Returns groups of the given size for at least all micro-batches, or one group where there are fewer. */
    static MicroBatchGroups filled(int microBatches, int size) {
        int filled = Math.min(microBatches, size);
        return new MicroBatchGroups(Collections.nCopies((microBatches + filled - 1) / filled, filled));
    }

    int largest() {
        return Collections.max(sizes);
    }

    int smallest() {
        return Collections.min(sizes);
    }

    int total() {
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }
}
