package org.takt.solver.baseline;

import java.util.function.IntConsumer;
import org.takt.model.schedule.DeviceOrders;

/**
 * Megatron-LM's interleaved order of the passes of a loop placement with v chunks per device, while a family's rule
 * writes it. Micro-batches go in groups of g: all of a group through chunk 0, then all through chunk 1, …; the forward
 * slots of a device number these passes. Backward slots number them with the chunks reversed. The last group is filled
 * up with micro-batches that do not exist and whose passes are left out, which cannot make devices wait for each other
 * in a circle, since micro-batches do not depend on each other.
 */
final class InterleavedOrder {
    private final PipelineShape shape;
    private final int devices;
    private final int chunks;
    private final int groupSize;
    private final int slots;
    private final OrderSheet sheet;

    /**
     * Starts an order.
     *
     * @param shape a training pipeline over a loop placement
     * @param groupSize micro-batches of a group, at least 1; where there are fewer they form one group
     */
    InterleavedOrder(PipelineShape shape, int groupSize) {
        this.shape = shape;
        this.devices = shape.problem().devices().size();
        this.chunks = shape.stages() / devices;
        this.groupSize = Math.min(groupSize, shape.microBatches());
        int groups = (shape.microBatches() + this.groupSize - 1) / this.groupSize;
        this.slots = groups * this.groupSize * chunks;
        this.sheet = new OrderSheet(shape);
    }

    /** Returns the number of ranks, which is that of devices. */
    int ranks() {
        return devices;
    }

    /** Returns the number of slots of each device and direction. */
    int slots() {
        return slots;
    }

    /**
     * Returns the forwards before the steady state, in which one forward and one backward take turns: what the last rank
     * needs to bring the first group to its last chunk, and some more for every rank before it.
     *
     * @param perHop forwards more for each rank: 2 let the backward travel unhindered, 1 saves memory
     */
    int warmUp(int rank, int perHop) {
        return Math.min(slots, (chunks - 1) * groupSize + perHop * (devices - 1 - rank));
    }

    /** Appends a rank's warm-up, then for each backward slot the next forward, if any is left, and that backward. */
    void oneForwardOneBackward(int rank, int warmUp, IntConsumer backward) {
        for (int slot = 0; slot < warmUp; slot++) {
            forward(rank, slot);
        }
        for (int slot = 0; slot < slots; slot++) {
            if (warmUp + slot < slots) {
                forward(rank, warmUp + slot);
            }
            backward.accept(slot);
        }
    }

    /** Appends the full backward of a slot, or both gradients one after the other where the problem has no full one. */
    void wholeBackward(int rank, int slot) {
        if (exists(slot)) {
            sheet.wholeBackward(0, backwardStage(rank, slot), microBatch(slot));
        }
    }

    /** Appends the input gradient of a backward slot. */
    void inputGradient(int rank, int slot) {
        if (exists(slot)) {
            sheet.inputGradient(0, backwardStage(rank, slot), microBatch(slot));
        }
    }

    /** Appends the weight gradient of a backward slot. */
    void weightGradient(int rank, int slot) {
        if (exists(slot)) {
            sheet.weightGradient(0, backwardStage(rank, slot), microBatch(slot));
        }
    }

    /** Returns the orders. */
    DeviceOrders toOrders() {
        return sheet.toOrders();
    }

    private void forward(int rank, int slot) {
        if (exists(slot)) {
            sheet.forward(0, chunk(slot) * devices + rank, microBatch(slot));
        }
    }

    private boolean exists(int slot) {
        return microBatch(slot) < shape.microBatches();
    }

    private int microBatch(int slot) {
        return slot / (groupSize * chunks) * groupSize + slot % groupSize;
    }

    private int chunk(int slot) {
        return slot / groupSize % chunks;
    }

    private int backwardStage(int rank, int slot) {
        return (chunks - 1 - chunk(slot)) * devices + rank;
    }
}
