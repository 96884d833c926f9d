package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * All orders in which micro-batches may meet on their way through all stages and back, by dynamic programming over what is left of
 * them: where micro-batches in flight are, when each may go on, and until when devices are busy (Gromicho, van Hoorn, Saldanha-da-Gama
 * and Timmer, Solving the job-shop scheduling problem optimally by dynamic programming, 2012). Ops that take their place one by one
 * have led to a {@link MeetingLayer} of states; none is kept that another one is no later than in anything. Each op is the next of its
 * micro-batch on the device on which one may end first, and starts before that (Giffler and Thompson, Algorithms for solving
 * production-scheduling problems, 1960), which no schedule that cannot start anything earlier breaks.
 *
 * <p>Weight gradients are work that is pending on their device from the end of the op on the way back on. It is done, with interruptions,
 * whenever the device would be idle, which is no later than in any schedule with the same order of the other ops. As long as it is
 * pending, it keeps memory: at least as much as of the least number of weight gradients that make up so much work. An
 * op on the way there may thus have to start later, and all work has to be done in the end.
 *
 * <p>So an op that could end before another one starts may be better behind it all the same: it takes memory, or the time for weight
 * gradients, that the other one needs. Such an op may also wait until its device has done something else.
 */
final class MeetingOrders {
    /** States whose times differ by such a part of the longest op are merged first. */
    private static final int FINEST = 256;

    /** States whose times differ by more than so many of the longest op are not merged. */
    private static final int COARSEST = 256;

    private final int stages;
    /** Of each micro-batch. */
    private final int ops;

    private final long[] duration;
    /** From the start of an op to that of the next one of its micro-batch, ticks. */
    private final long[] step;

    /** From the start of an op to that of the last one of its micro-batch, ticks. */
    private final long[] way;

    /** What becomes pending behind an op, ticks. */
    private final long[] weightTime;

    /** How many micro-batches fit between the ops of each stage. */
    private final int[] room;

    /** What each of these holds at least. */
    private final long[] size;

    /** Of each op. */
    private final int[] device;

    private final int devices;
    private final long[] capacity;
    /** How long behind the last op its work has to be done. */
    private final long[] behind;

    /** What a micro-batch keeps on each device until its weight gradient ends; 0 where stages differ in that. */
    private final long[] kept;

    /** How long a weight gradient takes there. */
    private final long[] keptFor;

    /** A bit for each op on each device. */
    private final long[] opsOf;

    /** What is left to do on each device for a micro-batch from an op on. */
    private final long[][] load;

    private final int microBatches;
    private final int inFlight;
    private final long pause;
    private final int width;
    private final BooleanSupplier stop;

    /** Where states have the time at which each device is free, and that at which it is idle as nothing is pending either. */
    private final int free;

    private final int idle;
    private final int held;

    private long states;

    /** Which ops have their place, and what follows from that alone. Two are equal if the same ones have. */
    private final class Placed {
        /** How many ops of each micro-batch that is in flight, or the next to enter, in order. */
        final int[] done;

        final int ended;
        /** How many of the micro-batches are not past the last one. */
        final int slots;
        /** Whether the next op of each may follow, if it does not wait. */
        final boolean[] isNext;
        /** How much work may be pending on the device when it starts, ticks. */
        final long[] mayBePending;

        Placed(int[] done, int ended) {
            this.done = done;
            this.ended = ended;
            this.slots = Math.min(inFlight, microBatches - ended);
            this.isNext = new boolean[slots];
            this.mayBePending = new long[slots];
            for (int slot = 0; slot < slots; slot++) {
                int op = done[slot];
                int on = device[op];
                long left = op < stages ? left(op) : 0;
                isNext[slot] = isNext(slot) && left >= 0;
                mayBePending[slot] =
                        op < stages && kept[on] > 0 ? Math.max(0, left) / kept[on] * keptFor[on] : Long.MAX_VALUE;
            }
        }

        /**
         * Whether an op that runs in order of micro-batch has its place in the one before, and the stage has room: where there is room for
         * k, the op on the way there is behind the one on the way back of the k-th micro-batch before.
         */
        private boolean isNext(int slot) {
            int op = done[slot];
            boolean isInOrder = slot == 0 || op < done[slot - 1];
            boolean isLimited = op < stages && slot >= room[op];
            return isInOrder && (!isLimited || done[slot - room[op]] >= ops - op);
        }

        /** Returns how much memory another micro-batch would leave on the device of a stage; 0 and more where only one stage takes it. */
        private long left(int stage) {
            long left = capacity[device[stage]] - size[stage];
            for (int other = 0; other < stages; other++) {
                if (device[other] == device[stage]) {
                    for (int placed : done) {
                        left -= placed > other && placed < ops - other ? size[other] : 0;
                    }
                }
            }
            return left;
        }

        Placed with(int slot) {
            int[] more = done.clone();
            if (++more[slot] < ops) {
                return new Placed(more, ended);
            }
            System.arraycopy(more, 1, more, 0, inFlight - 1);
            more[inFlight - 1] = 0;
            return new Placed(more, ended + 1);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Placed placed && Arrays.equals(done, placed.done);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(done);
        }
    }

    /**
     * Prepares the program.
     *
     * @param path the way of the micro-batches; as many may have entered of which the last op has not started as its first stage has
     *     room for
     * @param microBatches how many there are
     * @param width how many states a layer may have
     * @param stop asked once a layer; true ends the search with what follows from the states so far
     */
    MeetingOrders(MeetingPath path, int microBatches, int width, BooleanSupplier stop) {
        this.stages = path.stages().size();
        this.ops = 2 * stages;
        this.microBatches = microBatches;
        this.inFlight = Math.min(path.stages().get(0).room(), microBatches);
        this.pause = path.pause();
        this.width = width;
        this.stop = stop;
        this.duration = new long[ops];
        this.step = new long[ops];
        this.weightTime = new long[ops];
        this.room = new int[stages];
        this.size = new long[stages];
        this.device = new int[ops];
        this.devices = path.devices().size();
        this.capacity =
                path.devices().stream().mapToLong(MeetingPath.Device::capacity).toArray();
        this.behind =
                path.devices().stream().mapToLong(MeetingPath.Device::behind).toArray();
        this.kept = new long[devices];
        this.keptFor = new long[devices];
        this.opsOf = new long[devices];
        for (int index = 0; index < stages; index++) {
            MeetingPath.Stage stage = path.stages().get(index);
            int back = ops - 1 - index;
            duration[index] = stage.thereTime();
            duration[back] = stage.backTime();
            weightTime[back] = stage.weightTime();
            room[index] = stage.room();
            size[index] = stage.size();
            device[index] = stage.device();
            device[back] = stage.device();
            keep(stage);
            opsOf[stage.device()] |= 1L << index | 1L << back;
            if (index + 1 < stages) {
                step[index] = stage.onward();
                step[back - 1] = stage.backward();
            }
        }
        step[stages - 1] = path.turn();
        this.way = new long[ops];
        for (int op = ops - 2; op >= 0; op--) {
            way[op] = way[op + 1] + step[op];
        }
        for (int op = 0; op < ops; op++) {
            weightTime[op] = kept[device[op]] > 0 ? weightTime[op] : 0;
        }
        this.load = new long[ops + 1][devices];
        for (int op = ops - 1; op >= 0; op--) {
            load[op] = load[op + 1].clone();
            load[op][device[op]] += duration[op] + weightTime[op];
        }
        this.free = 1 + inFlight;
        this.idle = free + devices;
        this.held = idle + devices;
    }

    private void keep(MeetingPath.Stage stage) {
        int on = stage.device();
        boolean isAlike = opsOf[on] == 0 || (kept[on] == stage.kept() && keptFor[on] == stage.weightTime());
        kept[on] = isAlike ? stage.kept() : 0;
        keptFor[on] = stage.weightTime();
    }

    /**
     * Returns the ticks from the first entry to the start of the last op of the last micro-batch, or at least a lower bound of them
     * where states were merged, or where there are too many of which no two have placed the same ops, or it was stopped. Takes O(width
     * · (micro-batches + in flight) · stages · states compared) time.
     */
    long leastTime() {
        Placed nothing = new Placed(new int[inFlight], 0);
        MeetingLayer<Placed> layer = MeetingLayer.of(Map.of(nothing, List.of(new long[held + 1])));
        long last = (long) microBatches * ops - 1;
        long least = layer.least(this::promise);
        for (long placed = 0; placed < last && layer.size() <= width && !stop.getAsBoolean(); placed++) {
            layer = next(layer);
            if (layer.size() == 0) {
                return least;
            }
            states += layer.size();
            least = Math.max(least, layer.least(this::promise));
        }
        return least;
    }

    /** Returns how many states {@link #leastTime} looked at. */
    long states() {
        return states;
    }

    /** Returns what {@link #leastTime} is at least, if the state is on the way; more than that of an earlier one unless merging lost more. */
    private long promise(Placed placed, long[] state) {
        long least = 0;
        for (int slot = 0; slot < placed.slots; slot++) {
            int others = microBatches - 1 - placed.ended - slot;
            long left = way[placed.done[slot]]
                    + others / inFlight * (way[0] + pause)
                    + others % inFlight * duration[ops - 1];
            least = Math.max(least, ready(state, slot, placed) + left);
        }
        for (int on = 0; on < devices; on++) {
            long left = (long) (microBatches - placed.ended - placed.slots) * load[0][on];
            for (int slot = 0; slot < placed.slots; slot++) {
                left += load[placed.done[slot]][on];
            }
            least = Math.max(least, state[idle + on] + left - behind[on]);
        }
        return least;
    }

    /** Returns when the next op of a micro-batch may start if memory suffices. */
    private long ready(long[] state, int slot, Placed placed) {
        return Math.max(state[1 + slot], state[free + device[placed.done[slot]]]);
    }

    /** Returns when the next op of a micro-batch may start: not before so many weight gradients have ended that memory suffices. */
    private long start(long[] state, int slot, Placed placed) {
        return Math.max(
                ready(state, slot, placed), state[idle + device[placed.done[slot]]] - placed.mayBePending[slot]);
    }

    private MeetingLayer<Placed> next(MeetingLayer<Placed> layer) {
        Map<Placed, Placed> known = new LinkedHashMap<>();
        Map<Placed, List<long[]>> next = new LinkedHashMap<>();
        layer.states().forEach((placed, alike) -> {
            Placed[] followers = new Placed[placed.slots];
            for (int slot = 0; slot < placed.slots; slot++) {
                if (placed.isNext[slot]) {
                    followers[slot] = known.computeIfAbsent(placed.with(slot), follower -> follower);
                }
            }
            for (long[] state : alike) {
                addNext(state, state[held], placed, followers, next);
            }
        });
        long longest = Arrays.stream(duration).max().orElseThrow();
        return MeetingLayer.of(next)
                .merged(width, this::promise, Math.max(1, longest / FINEST), Math.multiplyExact(longest, COARSEST));
    }

    private void addNext(
            long[] state, long waiting, Placed placed, Placed[] followers, Map<Placed, List<long[]>> next) {
        int first = firstToEnd(state, waiting, placed);
        if (first < 0) {
            return;
        }
        int op = placed.done[first];
        long end = start(state, first, placed) + duration[op];
        for (int slot = 0; slot < placed.slots; slot++) {
            if (device[placed.done[slot]] == device[op]
                    && follows(slot, waiting, placed)
                    && start(state, slot, placed) < end) {
                add(state, waiting, slot, placed, followers[slot], next);
            }
        }
        if (mayWait(state, first, placed)) {
            addNext(state, waiting | 1L << op, placed, followers, next);
        }
    }

    private static boolean isWaiting(int op, long waiting) {
        return (waiting >> op & 1) == 1;
    }

    private static boolean follows(int slot, long waiting, Placed placed) {
        return placed.isNext[slot] && !isWaiting(placed.done[slot], waiting);
    }

    /** Returns the slot whose next op may end first; −1 where all wait. */
    private int firstToEnd(long[] state, long waiting, Placed placed) {
        int first = -1;
        long least = Long.MAX_VALUE;
        for (int slot = 0; slot < placed.slots; slot++) {
            if (follows(slot, waiting, placed)) {
                long end = start(state, slot, placed) + duration[placed.done[slot]];
                if (end < least) {
                    first = slot;
                    least = end;
                }
            }
        }
        return first;
    }

    /** Whether something else may be better first on the device, as memory or time for weight gradients would be taken from it. */
    private boolean mayWait(long[] state, int slot, Placed placed) {
        int op = placed.done[slot];
        int on = device[op];
        boolean isShared = Long.bitCount(opsOf[on]) > 2;
        boolean takesMemory = op < stages && size[op] > 0;
        boolean takesTime = kept[on] > 0 && state[idle + on] > start(state, slot, placed);
        return (isShared && takesMemory) || ((isShared || op >= stages) && takesTime);
    }

    /** Adds the state with an op more, unless no other can follow, as what waits is waited for. */
    private void add(
            long[] state, long waiting, int slot, Placed placed, Placed follower, Map<Placed, List<long[]>> next) {
        int op = placed.done[slot];
        int on = device[op];
        long start = start(state, slot, placed);
        long[] more = state.clone();
        more[free + on] = start + duration[op];
        more[idle + on] = Math.max(state[idle + on], start) + duration[op] + weightTime[op];
        if (op < ops - 1) {
            more[1 + slot] = start + step[op];
        } else {
            System.arraycopy(more, 2, more, 1, inFlight - 1);
            more[inFlight] = start + pause;
        }
        more[held] = waiting & ~opsOf[on];
        if (hasNext(more, follower)) {
            next.computeIfAbsent(follower, key -> new ArrayList<>()).add(more);
        }
    }

    /** Moves all times, in place, to the first start to come; what is possible before that does not matter any more. Returns whether there is one. */
    private boolean hasNext(long[] state, Placed placed) {
        long first = Long.MAX_VALUE;
        for (int slot = 0; slot < placed.slots; slot++) {
            first = follows(slot, state[held], placed) ? Math.min(first, start(state, slot, placed)) : first;
        }
        if (first == Long.MAX_VALUE) {
            return false;
        }
        state[0] = first;
        for (int slot = 0; slot < inFlight; slot++) {
            state[1 + slot] = slot < placed.slots ? Math.max(first, ready(state, slot, placed)) : first;
        }
        for (int index = free; index < held; index++) {
            state[index] = Math.max(first, state[index]);
        }
        return true;
    }
}
