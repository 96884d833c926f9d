package org.takt.solver.bound;

import java.util.Arrays;

/**
 * What {@link MeetingOrders} needs of a {@link MeetingPath}, by op of a micro-batch in the order of its way, by stage and by device.
 * Times are in ticks.
 */
final class MeetingTables {
    final int stages;
    /** Of each micro-batch: those on the way there by stage, then those on the way back. */
    final int ops;

    final int devices;

    final long[] duration;
    /** From the start of an op to that of the next one of its micro-batch. */
    final long[] step;

    /** From the start of an op to that of the last one of its micro-batch. */
    final long[] way;

    /** What becomes pending behind an op. */
    final long[] weightTime;

    final int[] deviceOf;
    /** How many micro-batches fit between the ops of each stage. */
    final int[] room;

    /** How long behind the last op all work of each device has to be done. */
    final long[] behind;

    /** What is left to do on each device for a micro-batch from an op on, by op. */
    final long[][] load;

    /** What a micro-batch holds at least between the ops of each stage. */
    private final long[] size;

    private final long[] capacity;
    /** What a micro-batch keeps on each device until its weight gradient ends; 0 where stages differ in that. */
    private final long[] kept;

    /** How long a weight gradient takes there. */
    private final long[] keptFor;

    /** A bit for each op on each device. */
    private final long[] opsOf;

    MeetingTables(MeetingPath path) {
        stages = path.stages().size();
        ops = 2 * stages;
        devices = path.devices().size();
        duration = new long[ops];
        step = new long[ops];
        way = new long[ops];
        weightTime = new long[ops];
        deviceOf = new int[ops];
        room = new int[stages];
        size = new long[stages];
        capacity = new long[devices];
        behind = new long[devices];
        kept = new long[devices];
        keptFor = new long[devices];
        opsOf = new long[devices];
        load = new long[ops + 1][devices];
        Arrays.setAll(capacity, index -> path.devices().get(index).capacity());
        Arrays.setAll(behind, index -> path.devices().get(index).behind());
        for (int index = 0; index < stages; index++) {
            add(index, path.stages().get(index));
        }
        step[stages - 1] = path.turn();
        for (int op = ops - 1; op >= 0; op--) {
            int on = deviceOf[op];
            weightTime[op] = kept[on] > 0 ? weightTime[op] : 0;
            way[op] = op == ops - 1 ? 0 : way[op + 1] + step[op];
            load[op] = load[op + 1].clone();
            load[op][on] += duration[op] + weightTime[op];
        }
    }

    private void add(int index, MeetingPath.Stage stage) {
        int back = ops - 1 - index;
        int on = stage.device();
        boolean isAlike = opsOf[on] == 0 || (kept[on] == stage.kept() && keptFor[on] == stage.weightTime());
        kept[on] = isAlike ? stage.kept() : 0;
        keptFor[on] = stage.weightTime();
        opsOf[on] |= 1L << index | 1L << back;
        deviceOf[index] = on;
        deviceOf[back] = on;
        duration[index] = stage.thereTime();
        duration[back] = stage.backTime();
        weightTime[back] = stage.weightTime();
        room[index] = stage.room();
        size[index] = stage.size();
        if (index + 1 < stages) {
            step[index] = stage.onward();
            step[back - 1] = stage.backward();
        }
    }

    boolean isThere(int op) {
        return op < stages;
    }

    boolean isLast(int op) {
        return op == ops - 1;
    }

    /** Returns the op on the way back at the stage of one on the way there. */
    int back(int there) {
        return ops - 1 - there;
    }

    long longest() {
        return Arrays.stream(duration).max().orElseThrow();
    }

    /** Returns whether the device of an op has several stages. */
    boolean isShared(int op) {
        return Long.bitCount(opsOf[deviceOf[op]]) > 2;
    }

    boolean takesMemory(int op) {
        return isThere(op) && size[op] > 0;
    }

    /** Returns whether weight gradients that are pending hold memory of a device. */
    boolean keepsMemory(int device) {
        return kept[device] > 0;
    }

    /** Returns the bits of what waits without ops of the device of one. */
    long withoutOpsBeside(int op, long waiting) {
        return waiting & ~opsOf[deviceOf[op]];
    }

    /**
     * Returns how much memory another micro-batch that begins a stage would leave on its device for weight gradients that are pending; less
     * than 0 where it does not fit at all.
     *
     * @param done how many ops of each micro-batch have their place
     */
    long left(int stage, int[] done) {
        long left = capacity[deviceOf[stage]] - size[stage];
        for (int other = 0; other < stages; other++) {
            if (deviceOf[other] == deviceOf[stage]) {
                for (int placed : done) {
                    left -= placed > other && placed <= back(other) ? size[other] : 0;
                }
            }
        }
        return left;
    }

    /** Returns how much work may be pending on the device of a stage where so much memory is left, at least 0. */
    long mayBePending(int stage, long left) {
        int on = deviceOf[stage];
        return keepsMemory(on) ? left / kept[on] * keptFor[on] : Long.MAX_VALUE;
    }
}
