package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A building block of a V schedule (arXiv 2405.15362): the unit slot in which every device runs each pass of one
 * micro-batch, repeated every six slots, six being the passes of the two stages that a device holds. Immutable.
 */
final class BuildingBlock {
    /** Slots between one micro-batch and the next. */
    static final int INTERVAL = 6;

    /** The passes of one micro-batch on a device, in the order of their dependence. */
    enum Pass {
        FORWARD_DOWN(0),
        FORWARD_UP(1),
        INPUT_UP(2),
        INPUT_DOWN(3),
        WEIGHT_UP(4),
        WEIGHT_DOWN(5);

        private final int index;

        Pass(int index) {
            this.index = index;
        }

        /** Returns the pass's place in arrays with one entry per pass. */
        int index() {
            return index;
        }

        boolean isForward() {
            return this == FORWARD_DOWN || this == FORWARD_UP;
        }

        boolean isWeight() {
            return this == WEIGHT_UP || this == WEIGHT_DOWN;
        }

        boolean isUp() {
            return this == FORWARD_UP || this == INPUT_UP || this == WEIGHT_UP;
        }
    }

    private final int[][] slots;
    private final int peak;

    private BuildingBlock(int[][] slots, int peak) {
        this.slots = slots;
        this.peak = peak;
    }

    /**
     * Returns the block with the given slots of forwards and input gradients, and the weight gradients in the two slots
     * left, where they keep the fewest activations alive; or nothing if two passes of a device share a slot modulo six.
     *
     * @param slots for each device the slots of the first four passes, in the order of {@link Pass}
     */
    static Optional<BuildingBlock> of(List<List<Integer>> slots) {
        int[][] complete = new int[slots.size()][];
        int peak = 0;
        for (int device = 0; device < complete.length; device++) {
            List<Integer> own = slots.get(device);
            if (clash(own)) {
                return Optional.empty();
            }
            List<Integer> free = freeSlots(own);
            int[] inOrder = withWeights(own, free.get(0), free.get(1));
            int[] crossed = withWeights(own, free.get(1), free.get(0));
            complete[device] = isLighter(crossed, inOrder) ? crossed : inOrder;
            peak = Math.max(peak, peakOf(complete[device]));
        }
        return Optional.of(new BuildingBlock(complete, peak));
    }

    /** Returns the block of V-Min: one slot from device to device all the way. */
    static BuildingBlock vMin(int devices) {
        int shift = devices % 3 == 0 ? 2 : 0;
        List<List<Integer>> slots = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            slots.add(List.of(
                    device, 2 * devices - device - 1, 2 * devices + shift + device, 4 * devices + shift - device - 1));
        }
        return of(slots).orElseThrow();
    }

    /** Returns the block of V-Half: two slots from device to device on the way down, one on the way up. */
    static BuildingBlock vHalf(int devices) {
        int shift = devices % 2 == 0 ? 3 : 0;
        List<List<Integer>> slots = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            slots.add(List.of(
                    2 * device,
                    3 * devices - device - 2,
                    3 * devices + shift + 2 * device - 1,
                    6 * devices + shift - device - 2));
        }
        return of(slots).orElseThrow();
    }

    /** Returns the number of devices. */
    int devices() {
        return slots.length;
    }

    /** Returns the slot in which a device runs a pass of a micro-batch. */
    int slot(int device, Pass pass, int microBatch) {
        return slots[device][pass.index()] + INTERVAL * microBatch;
    }

    /** Returns the most activations of a stage, each from its forward to its weight gradient, that a device holds while the block repeats. */
    int peak() {
        return peak;
    }

    /** Returns whether some of a device's slots are the same modulo six. */
    static boolean clash(List<Integer> own) {
        int seen = 0;
        for (int slot : own) {
            int bit = 1 << (slot % INTERVAL);
            if ((seen & bit) != 0) {
                return true;
            }
            seen |= bit;
        }
        return false;
    }

    private static List<Integer> freeSlots(List<Integer> own) {
        List<Integer> free = new ArrayList<>();
        for (int slot = 0; slot < INTERVAL; slot++) {
            int candidate = slot;
            if (own.stream().noneMatch(taken -> taken % INTERVAL == candidate)) {
                free.add(slot);
            }
        }
        return free;
    }

    private static int[] withWeights(List<Integer> own, int freeForUp, int freeForDown) {
        return new int[] {
            own.get(0),
            own.get(1),
            own.get(2),
            own.get(3),
            firstAfter(own.get(Pass.INPUT_UP.index()), freeForUp),
            firstAfter(own.get(Pass.INPUT_DOWN.index()), freeForDown)
        };
    }

    private static int firstAfter(int slot, int free) {
        return slot + 1 + Math.floorMod(free - slot - 1, INTERVAL);
    }

    private static boolean isLighter(int[] one, int[] other) {
        int byPeak = Integer.compare(peakOf(one), peakOf(other));
        int weights = one[Pass.WEIGHT_UP.index()] + one[Pass.WEIGHT_DOWN.index()];
        int otherWeights = other[Pass.WEIGHT_UP.index()] + other[Pass.WEIGHT_DOWN.index()];
        return byPeak < 0 || (byPeak == 0 && weights < otherWeights);
    }

    private static int peakOf(int[] own) {
        int peak = 0;
        for (int instant = 0; instant < INTERVAL; instant++) {
            peak = Math.max(
                    peak,
                    alive(instant, own[Pass.FORWARD_DOWN.index()], own[Pass.WEIGHT_DOWN.index()])
                            + alive(instant, own[Pass.FORWARD_UP.index()], own[Pass.WEIGHT_UP.index()]));
        }
        return peak;
    }

    /** Counts the micro-batches k whose slots first + 6k to last + 6k cover an instant of the steady state. */
    private static int alive(int instant, int first, int last) {
        return Math.floorDiv(instant - first, INTERVAL) - Math.floorDiv(instant - last - 1, INTERVAL);
    }
}
