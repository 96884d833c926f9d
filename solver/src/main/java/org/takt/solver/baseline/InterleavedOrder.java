package org.takt.solver.baseline;

import java.util.function.IntConsumer;
import org.takt.model.schedule.DeviceOrders;

/**
 * Megatron-LM's interleaved order of the passes of a loop placement with v chunks per device, while a family's rule
 * writes it. All micro-batches of a group go through chunk 0, then all through chunk 1, …; the forward slots of a device
 * number these passes. Backward slots number them with the chunks reversed.
 *
 * <p>Groups may count more micro-batches than there are. The passes of the others are left out, which cannot make
 * devices wait for each other in a circle, since micro-batches do not depend on each other.
 */
final class InterleavedOrder {
    private final PipelineShape shape;
    private final int devices;
    private final int chunks;
    private final int largestGroup;
    private final int[] microBatchOfSlot;
    private final int[] chunkOfSlot;
    private final OrderSheet sheet;

    /** Starts an order for a training pipeline over a loop placement. */
    InterleavedOrder(PipelineShape shape, MicroBatchGroups groups) {
        this.shape = shape;
        this.devices = shape.problem().devices().size();
        this.chunks = shape.stages() / devices;
        this.largestGroup = groups.largest();
        this.microBatchOfSlot = new int[groups.total() * chunks];
        this.chunkOfSlot = new int[microBatchOfSlot.length];
        this.sheet = new OrderSheet(shape);
        number(groups);
    }

    private void number(MicroBatchGroups groups) {
        int slot = 0;
        int first = 0;
        for (int size : groups.sizes()) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                for (int microBatch = first; microBatch < first + size; microBatch++) {
                    microBatchOfSlot[slot] = microBatch;
                    chunkOfSlot[slot++] = chunk;
                }
            }
            first += size;
        }
    }

    /** Returns the number of ranks, which is that of devices. */
    int ranks() {
        return devices;
    }

    /** Returns the number of slots of each device and direction. */
    int slots() {
        return microBatchOfSlot.length;
    }

    /**
     * Returns the forwards before the steady state, in which one forward and one backward take turns: what the last rank
     * needs to bring the largest group to its last chunk, and some more for every rank before it.
     *
     * @param perHop forwards more for each rank: 2 let the backward travel unhindered, 1 saves memory
     */
    int warmUp(int rank, int perHop) {
        return Math.min(slots(), (chunks - 1) * largestGroup + perHop * (devices - 1 - rank));
    }

    /** Appends a rank's warm-up, then for each backward slot the next forward, if any is left, and that backward. */
    void oneForwardOneBackward(int rank, int warmUp, IntConsumer backward) {
        for (int slot = 0; slot < warmUp; slot++) {
            forward(rank, slot);
        }
        for (int slot = 0; slot < slots(); slot++) {
            if (warmUp + slot < slots()) {
                forward(rank, warmUp + slot);
            }
            backward.accept(slot);
        }
    }

    /** Appends the full backward of a slot, or both gradients one after the other where the problem has no full one. */
    void wholeBackward(int rank, int slot) {
        if (exists(slot)) {
            sheet.wholeBackward(0, backwardStage(rank, slot), microBatchOfSlot[slot]);
        }
    }

    /** Appends the input gradient of a backward slot. */
    void inputGradient(int rank, int slot) {
        if (exists(slot)) {
            sheet.inputGradient(0, backwardStage(rank, slot), microBatchOfSlot[slot]);
        }
    }

    /** Appends the weight gradient of a backward slot. */
    void weightGradient(int rank, int slot) {
        if (exists(slot)) {
            sheet.weightGradient(0, backwardStage(rank, slot), microBatchOfSlot[slot]);
        }
    }

    /** Returns the orders. */
    DeviceOrders toOrders() {
        return sheet.toOrders();
    }

    private void forward(int rank, int slot) {
        if (exists(slot)) {
            sheet.forward(0, chunkOfSlot[slot] * devices + rank, microBatchOfSlot[slot]);
        }
    }

    private boolean exists(int slot) {
        return microBatchOfSlot[slot] < shape.microBatches();
    }

    private int backwardStage(int rank, int slot) {
        return (chunks - 1 - chunkOfSlot[slot]) * devices + rank;
    }
}
