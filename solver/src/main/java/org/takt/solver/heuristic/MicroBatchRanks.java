package org.takt.solver.heuristic;

/** In which order a list scheduler takes micro-batches. Immutable. */
public final class MicroBatchRanks {
    private final int[] entry;
    private final int[] backward;

    private MicroBatchRanks(int[] entry, int[] backward) {
        this.entry = entry;
        this.backward = backward;
    }

    /**
     * Returns the ranks that two orders give.
     *
     * @param entry the micro-batches, by index, in the order in which their forwards run on every stage; a permutation
     * @param backward the micro-batches in the order in which backwards go that are ready together; a permutation
     */
    public static MicroBatchRanks ofOrders(int[] entry, int[] backward) {
        return new MicroBatchRanks(inverse(entry), inverse(backward));
    }

    private static int[] inverse(int[] order) {
        int[] ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }

    /** Returns the rank of a micro-batch among forwards. */
    int entry(int microBatch) {
        return entry[microBatch];
    }

    /** Returns the rank of a micro-batch among backwards. */
    int backward(int microBatch) {
        return backward[microBatch];
    }
}
