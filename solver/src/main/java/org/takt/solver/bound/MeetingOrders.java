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
 *
 * <p>A goal leaves out states with which it is sure to be reached, by what batches of fewer micro-batches take ({@link ShorterBatches}):
 * the closer it is, the fewer are left, and the more stages may count before states have to be merged.
 */
final class MeetingOrders {
    /** States whose times differ by such a part of the longest op are merged first. */
    private static final int FINEST = 256;

    /** States whose times differ by more than so many of the longest op are not merged. */
    private static final int COARSEST = 256;

    private final MeetingTables tables;
    private final int microBatches;
    private final int inFlight;
    private final long pause;
    private final int width;
    private final ShorterBatches shorter;
    private final long goal;
    private final BooleanSupplier stop;

    /** Where states have the time at which each device is free, and that at which it is idle as nothing is pending either. */
    private final int free;

    private final int idle;
    private final int held;

    private long states;

    /** When the last op of each micro-batch starts at least, by their number; the largest number where no state has it. */
    private final long[] lastStarts;

    private boolean isTooWide;

    private boolean isMerged;

    /** Whether states were left out with which the goal is reached. */
    private boolean reachesGoal;

    /**
     * Prepares the program.
     *
     * @param path the way of the micro-batches; as many may have entered of which the last op has not started as its first stage has
     *     room for
     * @param microBatches how many there are
     * @param width how many states a layer may have
     * @param shorter what batches of at most so many take at least, on the same way or between fewer meetings
     * @param goal ticks, more than which are not asked for; the largest number for all that there are
     * @param stop asked once a layer; true ends the search with what follows from the states so far
     */
    MeetingOrders(
            MeetingPath path, int microBatches, int width, ShorterBatches shorter, long goal, BooleanSupplier stop) {
        this.tables = new MeetingTables(path);
        this.microBatches = microBatches;
        this.inFlight = Math.min(path.stages().get(0).room(), microBatches);
        this.pause = path.pause();
        this.width = width;
        this.shorter = shorter;
        this.goal = goal;
        this.stop = stop;
        this.free = 1 + inFlight;
        this.idle = free + tables.devices;
        this.held = idle + tables.devices;
        this.lastStarts = new long[microBatches];
        Arrays.fill(lastStarts, Long.MAX_VALUE);
    }

    /**
     * Returns the ticks from the first entry to the start of the last op of the last micro-batch, or the goal if that is less, or at
     * least a lower bound of them where states were merged, or where there are too many of which no two have placed the same ops, or it
     * was stopped. Takes O(width · (micro-batches + in flight) · stages · states compared) time.
     */
    long leastTime() {
        PlacedOps nothing = PlacedOps.nothing(tables, inFlight, microBatches);
        MeetingLayer<PlacedOps> layer = MeetingLayer.of(Map.of(nothing, List.of(new long[held + 1])));
        long last = (long) microBatches * tables.ops - 1;
        long least = Math.min(goal, layer.least(this::promise));
        for (long placed = 0; placed < last && !isTooWide && !stop.getAsBoolean(); placed++) {
            layer = next(layer);
            if (layer.size() == 0) {
                return reachesGoal ? goal : least;
            }
            states += layer.size();
            least = Math.max(least, layer.least(this::promise));
            isTooWide = layer.size() > width;
        }
        return least;
    }

    /** Returns whether {@link #leastTime} gave up, as there were too many states of which no two have placed the same ops. */
    boolean isTooWide() {
        return isTooWide;
    }

    /** Returns whether {@link #leastTime} may have lost something, as states were merged. */
    boolean isMerged() {
        return isMerged;
    }

    /**
     * Returns the ticks from the first entry to the start of the last op of one of the first micro-batches, at least, if others follow or not.
     * Holds where {@link #leastTime} neither gave up nor was stopped and had no goal.
     *
     * @param many how many micro-batches up to that one, fewer than all
     */
    long leastTimeOfFirst(int many) {
        return lastStarts[many - 1];
    }

    /** Returns how many states {@link #leastTime} looked at. */
    long states() {
        return states;
    }

    /** Returns what {@link #leastTime} is at least, if the state is on the way; more than that of an earlier one unless merging lost more. */
    private long promise(PlacedOps placed, long[] state) {
        long least = 0;
        for (int slot = 0; slot < placed.slots; slot++) {
            int others = microBatches - 1 - placed.ended - slot;
            int done = placed.done[slot];
            long left = done == 0 ? shorter.least(1 + others) : tables.way[done] + shorter.behind(others);
            least = Math.max(least, ready(state, slot, placed) + left);
        }
        for (int on = 0; on < tables.devices; on++) {
            least = Math.max(least, state[idle + on] + placed.load[on] - tables.behind[on]);
        }
        return least;
    }

    /** Returns when the next op of a micro-batch may start if memory suffices. */
    private long ready(long[] state, int slot, PlacedOps placed) {
        return Math.max(state[1 + slot], state[free + tables.deviceOf[placed.done[slot]]]);
    }

    /** Returns when the next op of a micro-batch may start: not before so many weight gradients have ended that memory suffices. */
    private long start(long[] state, int slot, PlacedOps placed) {
        long done = state[idle + tables.deviceOf[placed.done[slot]]];
        return Math.max(ready(state, slot, placed), done - placed.mayBePending[slot]);
    }

    private long end(long[] state, int slot, PlacedOps placed) {
        return start(state, slot, placed) + tables.duration[placed.done[slot]];
    }

    private MeetingLayer<PlacedOps> next(MeetingLayer<PlacedOps> layer) {
        Map<PlacedOps, PlacedOps> known = new LinkedHashMap<>();
        Map<PlacedOps, List<long[]>> next = new LinkedHashMap<>();
        layer.states().forEach((placed, alike) -> {
            PlacedOps[] followers = new PlacedOps[placed.slots];
            for (int slot = 0; slot < placed.slots; slot++) {
                if (placed.isNext[slot]) {
                    followers[slot] = known.computeIfAbsent(placed.with(slot), follower -> follower);
                }
            }
            for (long[] state : alike) {
                addNext(state, state[held], placed, followers, next);
            }
        });
        long longest = tables.longest();
        MeetingLayer<PlacedOps> all = MeetingLayer.of(next);
        isMerged |= all.size() > width;
        return all.merged(width, this::promise, Math.max(1, longest / FINEST), Math.multiplyExact(longest, COARSEST));
    }

    private void addNext(
            long[] state, long waiting, PlacedOps placed, PlacedOps[] followers, Map<PlacedOps, List<long[]>> next) {
        int first = firstToEnd(state, waiting, placed);
        if (first < 0) {
            return;
        }
        int op = placed.done[first];
        long end = end(state, first, placed);
        for (int slot = 0; slot < placed.slots; slot++) {
            if (tables.deviceOf[placed.done[slot]] == tables.deviceOf[op]
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

    private static boolean follows(int slot, long waiting, PlacedOps placed) {
        return placed.isNext[slot] && !isWaiting(placed.done[slot], waiting);
    }

    /** Returns the slot whose next op may end first; −1 where all wait. */
    private int firstToEnd(long[] state, long waiting, PlacedOps placed) {
        int first = -1;
        long least = Long.MAX_VALUE;
        for (int slot = 0; slot < placed.slots; slot++) {
            if (follows(slot, waiting, placed)) {
                long end = end(state, slot, placed);
                if (end < least) {
                    first = slot;
                    least = end;
                }
            }
        }
        return first;
    }

    /** Whether something else may be better first on the device, as memory or time for weight gradients would be taken from it. */
    private boolean mayWait(long[] state, int slot, PlacedOps placed) {
        int op = placed.done[slot];
        int on = tables.deviceOf[op];
        boolean takesTime = tables.keepsMemory(on) && state[idle + on] > start(state, slot, placed);
        return tables.isShared(op) ? takesTime || tables.takesMemory(op) : takesTime && !tables.isThere(op);
    }

    /** Adds the state with an op more, unless no other can follow, as what waits is waited for, or the goal is sure to be reached. */
    private void add(
            long[] state,
            long waiting,
            int slot,
            PlacedOps placed,
            PlacedOps follower,
            Map<PlacedOps, List<long[]>> next) {
        int op = placed.done[slot];
        int on = tables.deviceOf[op];
        long start = start(state, slot, placed);
        long[] more = state.clone();
        more[free + on] = start + tables.duration[op];
        more[idle + on] = Math.max(state[idle + on], start) + tables.duration[op] + tables.weightTime[op];
        if (tables.isLast(op)) {
            System.arraycopy(more, 2, more, 1, inFlight - 1);
            more[inFlight] = start + pause;
            lastStarts[placed.ended] = Math.min(lastStarts[placed.ended], start);
        } else {
            more[1 + slot] = start + tables.step[op];
        }
        more[held] = tables.withoutOpsBeside(op, waiting);
        if (!hasNext(more, follower)) {
            return;
        }
        if (promise(follower, more) >= goal) {
            reachesGoal = true;
        } else {
            next.computeIfAbsent(follower, key -> new ArrayList<>()).add(more);
        }
    }

    /** Moves all times, in place, to the first start to come; what is possible before that does not matter any more. Returns whether there is one. */
    private boolean hasNext(long[] state, PlacedOps placed) {
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
