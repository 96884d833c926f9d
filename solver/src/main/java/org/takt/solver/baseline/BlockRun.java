package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.schedule.DeviceOrders;

/**
 * A building block repeated for all micro-batches and squeezed, in unit slots: a device runs the passes in the order of the
 * repeated block, each as soon as it is ready. Before its first input gradient of the down stage a device may run a later
 * pass meanwhile that is ready and leaves room in memory for the forwards it overtakes; after its last forward input
 * gradients go before weight gradients. So warm-up and cool-down lose the holes that the block has there, the steady state
 * is the block's, and no device holds more than the limit.
 */
final class BlockRun {
    private static final BuildingBlock.Pass[] PASSES = BuildingBlock.Pass.values();

    private final BuildingBlock block;
    private final int limit;
    private final int microBatches;
    private final int devices;
    private final List<List<BuildingBlock.Pass>> orders = new ArrayList<>();
    private final int[][] next;
    private final int[][][] end;
    private final int[] held;
    private final List<Integer> releasing = new ArrayList<>();
    private final int[] first;
    private final int[] last;
    private int slot;

    /**
     * Prepares a run.
     *
     * @param limit the most activations of a stage that a device may hold, each from its forward to its weight gradient
     */
    BlockRun(BuildingBlock block, int limit, int microBatches) {
        this.block = block;
        this.limit = limit;
        this.microBatches = microBatches;
        devices = block.devices();
        next = new int[devices][PASSES.length];
        end = new int[devices][PASSES.length][microBatches];
        for (int[][] ofDevice : end) {
            for (int[] ofPass : ofDevice) {
                Arrays.fill(ofPass, Integer.MAX_VALUE);
            }
        }
        held = new int[devices];
        first = new int[devices];
        last = new int[devices];
        for (int device = 0; device < devices; device++) {
            orders.add(new ArrayList<>());
        }
    }

    /** Runs all passes and returns whether the limit allowed it. */
    boolean run() {
        int left = devices * PASSES.length * microBatches;
        while (left > 0) {
            int before = left;
            for (int device = 0; device < devices; device++) {
                left -= runOn(device) ? 1 : 0;
            }
            if (left == before) {
                return false;
            }
            slot++;
            releasing.forEach(device -> held[device]--);
            releasing.clear();
        }
        return true;
    }

    private boolean runOn(int device) {
        List<BuildingBlock.Pass> inOrder = inOrder(device);
        boolean warmUp = next[device][BuildingBlock.Pass.INPUT_DOWN.index()] == 0;
        boolean coolDown = inOrder.stream().noneMatch(BuildingBlock.Pass::isForward);
        if (coolDown) {
            inOrder.sort((one, other) -> Boolean.compare(one.isWeight(), other.isWeight()));
        } else if (!warmUp) {
            inOrder.subList(1, inOrder.size()).clear();
        }
        for (BuildingBlock.Pass pass : inOrder) {
            if (canRun(device, pass)) {
                run(device, pass);
                return true;
            }
        }
        return false;
    }

    /** The next pass of each kind that is left, in the order of the repeated block. */
    private List<BuildingBlock.Pass> inOrder(int device) {
        List<BuildingBlock.Pass> left = new ArrayList<>(PASSES.length);
        for (BuildingBlock.Pass pass : PASSES) {
            if (next[device][pass.index()] < microBatches) {
                int at = left.size();
                while (at > 0 && blockSlot(device, left.get(at - 1)) > blockSlot(device, pass)) {
                    at--;
                }
                left.add(at, pass);
            }
        }
        return left;
    }

    private int blockSlot(int device, BuildingBlock.Pass pass) {
        return block.slot(device, pass, next[device][pass.index()]);
    }

    private boolean canRun(int device, BuildingBlock.Pass pass) {
        return isReady(device, pass) && (!pass.isForward() || held[device] + 1 + overtaken(device, pass) <= limit);
    }

    private boolean isReady(int device, BuildingBlock.Pass pass) {
        int microBatch = next[device][pass.index()];
        boolean atTheTurn = device == devices - 1;
        return switch (pass) {
            case FORWARD_DOWN -> device == 0 || isDone(device - 1, pass, microBatch);
            case FORWARD_UP ->
                atTheTurn
                        ? isDone(device, BuildingBlock.Pass.FORWARD_DOWN, microBatch)
                        : isDone(device + 1, pass, microBatch);
            case INPUT_UP ->
                isDone(device, BuildingBlock.Pass.FORWARD_UP, microBatch)
                        && (device == 0 || isDone(device - 1, pass, microBatch));
            case INPUT_DOWN ->
                atTheTurn
                        ? isDone(device, BuildingBlock.Pass.INPUT_UP, microBatch)
                        : isDone(device + 1, pass, microBatch);
            case WEIGHT_UP -> isDone(device, BuildingBlock.Pass.INPUT_UP, microBatch);
            case WEIGHT_DOWN -> isDone(device, BuildingBlock.Pass.INPUT_DOWN, microBatch);
        };
    }

    private boolean isDone(int device, BuildingBlock.Pass pass, int microBatch) {
        return end[device][pass.index()][microBatch] <= slot;
    }

    private int overtaken(int device, BuildingBlock.Pass forward) {
        BuildingBlock.Pass other = forward == BuildingBlock.Pass.FORWARD_DOWN
                ? BuildingBlock.Pass.FORWARD_UP
                : BuildingBlock.Pass.FORWARD_DOWN;
        int left = microBatches - next[device][other.index()];
        int ahead = blockSlot(device, forward) - blockSlot(device, other);
        return Math.min(left, Math.max(0, Math.floorDiv(ahead - 1, BuildingBlock.INTERVAL) + 1));
    }

    private void run(int device, BuildingBlock.Pass pass) {
        int microBatch = next[device][pass.index()]++;
        end[device][pass.index()][microBatch] = slot + 1;
        if (pass.isForward()) {
            held[device]++;
        } else if (pass.isWeight()) {
            releasing.add(device);
        }
        if (orders.get(device).isEmpty()) {
            first[device] = slot;
        }
        last[device] = slot + 1;
        orders.get(device).add(pass);
    }

    /** Returns the most slots from a device's first to its last pass. */
    int span() {
        int span = 0;
        for (int device = 0; device < devices; device++) {
            span = Math.max(span, last[device] - first[device]);
        }
        return span;
    }

    /** Returns the orders for a V of as many devices, once everything has run. */
    DeviceOrders toOrders(PipelineShape shape) {
        OrderSheet sheet = new OrderSheet(shape);
        for (int device = 0; device < devices; device++) {
            int[] written = new int[PASSES.length];
            for (BuildingBlock.Pass pass : orders.get(device)) {
                int stage = pass.isUp() ? shape.stages() - 1 - device : device;
                int microBatch = written[pass.index()]++;
                if (pass.isForward()) {
                    sheet.forward(0, stage, microBatch);
                } else if (pass.isWeight()) {
                    sheet.weightGradient(0, stage, microBatch);
                } else {
                    sheet.inputGradient(0, stage, microBatch);
                }
            }
        }
        return sheet.toOrders();
    }
}
