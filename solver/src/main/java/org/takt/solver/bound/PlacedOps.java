package org.takt.solver.bound;

import java.util.Arrays;

/** Which ops have their place, and what follows from that alone. Two are equal if the same ones have; of the same path and micro-batches only. */
final class PlacedOps {
    /** How many ops of each micro-batch that is in flight, or the next to enter, in order. */
    final int[] done;

    /** How many micro-batches have all. */
    final int ended;

    /** How many of those in flight or next to enter are not past the last one. */
    final int slots;

    /** Whether the next op of each may follow, if it does not wait. */
    final boolean[] isNext;

    /** How much work may be pending on the device when it starts, ticks. */
    final long[] mayBePending;

    /** What is left to do on each device, ticks. */
    final long[] load;

    private final MeetingTables tables;
    private final int microBatches;

    private PlacedOps(int[] done, int ended, MeetingTables tables, int microBatches) {
        this.done = done;
        this.ended = ended;
        this.tables = tables;
        this.microBatches = microBatches;
        this.slots = Math.min(done.length, microBatches - ended);
        this.isNext = new boolean[slots];
        this.mayBePending = new long[slots];
        this.load = new long[tables.devices];
        Arrays.setAll(load, on -> (microBatches - ended - slots) * tables.load[0][on]);
        for (int slot = 0; slot < slots; slot++) {
            int op = done[slot];
            Arrays.setAll(load, on -> load[on] + tables.load[op][on]);
            long left = tables.isThere(op) ? tables.left(op, done) : 0;
            isNext[slot] = isInTurn(slot) && left >= 0;
            mayBePending[slot] = tables.isThere(op) && left >= 0 ? tables.mayBePending(op, left) : Long.MAX_VALUE;
        }
    }

    /** Returns that no op has its place, where so many micro-batches may be in flight. */
    static PlacedOps nothing(MeetingTables tables, int inFlight, int microBatches) {
        return new PlacedOps(new int[inFlight], 0, tables, microBatches);
    }

    /**
     * Whether an op that runs in order of micro-batch has its place in the one before, and the stage has room: where there is room for
     * k, the op on the way there is behind the one on the way back of the k-th micro-batch before.
     */
    private boolean isInTurn(int slot) {
        int op = done[slot];
        boolean isInOrder = slot == 0 || op < done[slot - 1];
        boolean isLimited = tables.isThere(op) && slot >= tables.room[op];
        return isInOrder && (!isLimited || done[slot - tables.room[op]] > tables.back(op));
    }

    /** Returns what follows where the next op of a micro-batch has its place too. */
    PlacedOps with(int slot) {
        int[] more = done.clone();
        if (++more[slot] < tables.ops) {
            return new PlacedOps(more, ended, tables, microBatches);
        }
        System.arraycopy(more, 1, more, 0, more.length - 1);
        more[more.length - 1] = 0;
        return new PlacedOps(more, ended + 1, tables, microBatches);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlacedOps placed && Arrays.equals(done, placed.done);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(done);
    }
}
