package org.takt.solver.heuristic;

/**
 * What each micro-batch holds and still claims on each device during a walk through time, and whether a taking leaves
 * every claim possible: the banker's rule (Dijkstra, EWD 623) with micro-batches in order.
 */
final class MemoryLedger {
    private final ListTables tables;
    private final long[] used;
    private final long[][] claims;
    private final long[][] held;
    private final int[] lowestUnfinished;
    private final int[] highestHolder;

    MemoryLedger(ListTables tables) {
        this.tables = tables;
        int devices = tables.memory.capacity.length;
        used = new long[devices];
        claims = new long[devices][tables.ops.microBatches];
        held = new long[devices][tables.ops.microBatches];
        lowestUnfinished = new int[devices];
        highestHolder = new int[devices];
        for (int op = 0; op < tables.ops.modes.length; op++) {
            for (int index = tables.memory.firstTaking[op]; index < tables.memory.firstTaking[op + 1]; index++) {
                claims[tables.memory.takingDevice[index]][tables.order.entry[op]] += tables.memory.taking[index];
            }
        }
    }

    /** Becomes a copy of another ledger of the same tables. */
    void copyFrom(MemoryLedger other) {
        System.arraycopy(other.used, 0, used, 0, used.length);
        for (int device = 0; device < used.length; device++) {
            System.arraycopy(other.claims[device], 0, claims[device], 0, tables.ops.microBatches);
            System.arraycopy(other.held[device], 0, held[device], 0, tables.ops.microBatches);
        }
        System.arraycopy(other.lowestUnfinished, 0, lowestUnfinished, 0, used.length);
        System.arraycopy(other.highestHolder, 0, highestHolder, 0, used.length);
    }

    /** Returns whether an op may take its memory now. */
    boolean fits(int op) {
        for (int index = tables.memory.firstTaking[op]; index < tables.memory.firstTaking[op + 1]; index++) {
            if (tables.memory.taking[index] > 0
                    && !isSafe(
                            tables.memory.takingDevice[index], tables.order.entry[op], tables.memory.taking[index])) {
                return false;
            }
        }
        return true;
    }

    long used(int device) {
        return used[device];
    }

    /** Returns what a micro-batch holds on a device. */
    long held(int device, int microBatch) {
        return held[device][microBatch];
    }

    /** Takes what an op takes. */
    void take(int op) {
        int microBatch = tables.order.entry[op];
        for (int index = tables.memory.firstTaking[op]; index < tables.memory.firstTaking[op + 1]; index++) {
            if (tables.memory.taking[index] > 0) {
                int device = tables.memory.takingDevice[index];
                used[device] += tables.memory.taking[index];
                claims[device][microBatch] -= tables.memory.taking[index];
                held[device][microBatch] += tables.memory.taking[index];
                highestHolder[device] = Math.max(highestHolder[device], microBatch);
            }
        }
    }

    /** Returns a buffer's memory. */
    void release(int buffer) {
        int device = tables.memory.bufferDevice[buffer];
        used[device] -= tables.memory.bufferSize[buffer];
        held[device][tables.order.entry[tables.memory.bufferTaker[buffer]]] -= tables.memory.bufferSize[buffer];
    }

    /** Whether, after the taking, micro-batch after micro-batch can take all it still claims, given what those before it return. */
    private boolean isSafe(int device, int microBatch, long taken) {
        long available = tables.memory.capacity[device] - used[device] - taken;
        if (available < 0) {
            return false;
        }
        int highest = Math.max(highestHolder[device], microBatch);
        for (int other = lowestUnfinished(device); other <= highest; other++) {
            long own = other == microBatch ? taken : 0;
            if (claims[device][other] - own > available) {
                return false;
            }
            available += held[device][other] + own;
        }
        return true;
    }

    private int lowestUnfinished(int device) {
        int lowest = lowestUnfinished[device];
        while (lowest < tables.ops.microBatches - 1 && claims[device][lowest] == 0 && held[device][lowest] == 0) {
            lowest++;
        }
        lowestUnfinished[device] = lowest;
        return lowest;
    }
}
