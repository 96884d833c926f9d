package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * All orders in which micro-batches may meet on their way through all stages and back, by dynamic programming over what is left of
 * them: where micro-batches in flight are, when each may go on, and until when stages are busy, all relative to the first event to come (Gromicho,
 * van Hoorn, Saldanha-da-Gama and Timmer, Solving the job-shop scheduling problem optimally by dynamic programming, 2012). Ops that
 * take their place one by one have led to a layer of states; of equal ones only one is kept, and none that another one is no later than in
 * anything. Each op is the next of its micro-batch on the stage on which one may end first, and starts before that (Giffler and Thompson,
 * Algorithms for solving production-scheduling problems, 1960), which no schedule that cannot start anything earlier breaks.
 *
 * <p>Where a device has several stages, one op on the way there may leave no memory for the next one of another stage. So it may
 * also wait until the device has done something else, even if it could end before that starts.
 */
final class MeetingOrders {
    /** States that one is compared with. */
    private static final int MOST_COMPARED = 100;

    /** Where states are merged, one of so many is kept. */
    private static final int KEPT = 3;

    /** States whose times differ by more than so many of the longest op are not merged. */
    private static final int COARSEST = 4;

    /** States whose times differ by such a part of that are merged first. */
    private static final int FINEST = 1024;

    private final int stages;
    /** Of each micro-batch. */
    private final int ops;

    private final long[] duration;
    /** From the start of an op to that of the next one of its micro-batch, ticks. */
    private final long[] step;

    /** From the start of an op to that of the last one of its micro-batch, ticks. */
    private final long[] way;

    /** How many micro-batches fit between the ops of each stage. */
    private final int[] room;

    /** What each of these holds at least. */
    private final long[] size;

    /** Of each stage. */
    private final int[] device;

    private final long[] capacity;
    /** The stages of each device. */
    private final long[] stagesOf;

    private final int microBatches;
    private final int inFlight;
    private final long pause;
    private final int width;
    private final BooleanSupplier stop;

    private long states;

    /** The micro-batches that are in flight, or the next to enter, in order; the others have not begun or have ended. */
    private static final class State {
        /** How many ops of each micro-batch have their place. */
        final int[] done;
        /** When the next op of each may start at the earliest, ticks from the reference. */
        final long[] ready;
        /** When each device is free at the earliest, ticks from the reference. */
        final long[] free;
        /** A bit for each stage whose op on the way there waits until the device has done something else. */
        final long held;

        State(int[] done, long[] ready, long[] free, long held) {
            this.done = done;
            this.ready = ready;
            this.free = free;
            this.held = held;
        }

        State holding(int stage) {
            return new State(done, ready, free, held | 1L << stage);
        }

        boolean isHeld(int stage) {
            return (held >> stage & 1) == 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State state
                    && Arrays.equals(done, state.done)
                    && Arrays.equals(ready, state.ready)
                    && Arrays.equals(free, state.free)
                    && held == state.held;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * Arrays.hashCode(done) + Arrays.hashCode(ready)) + Arrays.hashCode(free))
                    + Long.hashCode(held);
        }
    }

    /** A state, and its reference in ticks from the first entry. */
    private record Reached(State state, long time) {
        boolean isNoLater(Reached other) {
            long difference = time - other.time;
            return (state.held & ~other.state.held) == 0
                    && isNoLater(state.ready, other.state.ready, difference)
                    && isNoLater(state.free, other.state.free, difference);
        }

        /** Returns a state that is no later than this one and another with the same ops placed. */
        Reached meet(Reached other) {
            long reference = Math.min(time, other.time);
            return new Reached(
                    new State(
                            state.done,
                            earlier(state.ready, time - reference, other.state.ready, other.time - reference),
                            earlier(state.free, time - reference, other.state.free, other.time - reference),
                            state.held & other.state.held),
                    reference);
        }

        private static long[] earlier(long[] times, long later, long[] others, long othersLater) {
            long[] earlier = new long[times.length];
            Arrays.setAll(earlier, index -> Math.min(times[index] + later, others[index] + othersLater));
            return earlier;
        }

        private static boolean isNoLater(long[] times, long[] others, long difference) {
            for (int index = 0; index < times.length; index++) {
                if (times[index] + difference > others[index]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A state and what the time is at least with it. */
    private record Promising(Reached reached, long promise) {}

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
        this.room = new int[stages];
        this.size = new long[stages];
        this.device = new int[stages];
        this.capacity = path.capacities().stream().mapToLong(Long::longValue).toArray();
        this.stagesOf = new long[capacity.length];
        for (int index = 0; index < stages; index++) {
            MeetingPath.Stage stage = path.stages().get(index);
            int back = ops - 1 - index;
            duration[index] = stage.thereTime();
            duration[back] = stage.backTime();
            room[index] = stage.room();
            size[index] = stage.size();
            device[index] = stage.device();
            stagesOf[stage.device()] |= 1L << index;
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
    }

    /**
     * Returns the ticks from the first entry to the start of the last op of the last micro-batch, or at least a lower bound of them
     * where states were merged, or where there are too many of which no two have placed the same ops, or it was stopped. Takes O(width
     * · (micro-batches + in flight) · stages · states compared) time.
     */
    long leastTime() {
        State first = new State(new int[inFlight], new long[inFlight], new long[capacity.length], 0);
        List<Reached> layer = List.of(new Reached(first, 0));
        long last = (long) microBatches * ops - 1;
        long placed = 0;
        long least = least(layer, placed);
        while (placed < last && layer.size() <= width && !stop.getAsBoolean()) {
            layer = merged(next(layer, placed), ++placed);
            if (layer.isEmpty()) {
                return least;
            }
            states += layer.size();
            least = Math.max(least, least(layer, placed));
        }
        return least;
    }

    /** Returns what follows from the states of a layer; less than from an earlier one only where merging lost more. */
    private long least(List<Reached> layer, long placed) {
        long least = Long.MAX_VALUE;
        for (Reached reached : layer) {
            least = Math.min(least, promise(reached, placed));
        }
        return least;
    }

    /** Returns how many states {@link #leastTime} looked at. */
    long states() {
        return states;
    }

    /** Returns what {@link #leastTime} is at least, if the state is on the way. */
    private long promise(Reached reached, long placed) {
        return reached.time() + leastLeft(reached.state(), ended(reached.state(), placed));
    }

    /** Returns how many micro-batches have ended: so many of the ops that have their place are not of those in flight. */
    private int ended(State state, long placed) {
        return (int) ((placed - Arrays.stream(state.done).sum()) / ops);
    }

    /** Returns the least ticks from the reference to the start of the last op of the last micro-batch. */
    private long leastLeft(State state, int ended) {
        long least = 0;
        for (int slot = 0; slot < slots(ended); slot++) {
            int behind = microBatches - 1 - ended - slot;
            long left = way[state.done[slot]]
                    + behind / inFlight * (way[0] + pause)
                    + behind % inFlight * duration[ops - 1];
            least = Math.max(least, start(state, slot) + left);
        }
        return least;
    }

    private int slots(int ended) {
        return Math.min(inFlight, microBatches - ended);
    }

    private int stage(int op) {
        return Math.min(op, ops - 1 - op);
    }

    private int device(int op) {
        return device[stage(op)];
    }

    private long start(State state, int slot) {
        return Math.max(state.ready[slot], state.free[device(state.done[slot])]);
    }

    /**
     * Whether an op that runs in order of micro-batch has its place in the one before, the stage and its device have room, and it does not
     * wait for something else: where there is room for k, the op on the way there is behind the one on the way back of the k-th micro-batch
     * before.
     */
    private boolean isNext(State state, int slot) {
        int op = state.done[slot];
        boolean isInOrder = slot == 0 || op < state.done[slot - 1];
        boolean isLimited = op < stages && slot >= room[op];
        return isInOrder
                && (!isLimited || state.done[slot - room[op]] >= ops - op)
                && (op >= stages || !isShared(op) || (!state.isHeld(op) && hasRoomFor(op, state)));
    }

    /** Whether memory may keep one stage from beginning another micro-batch because of what another one on its device holds. */
    private boolean isShared(int stage) {
        return Long.bitCount(stagesOf[device[stage]]) > 1 && size[stage] > 0;
    }

    private boolean hasRoomFor(int stage, State state) {
        long left = capacity[device[stage]] - size[stage];
        for (int other = 0; other < stages; other++) {
            if (device[other] == device[stage]) {
                for (int done : state.done) {
                    left -= done > other && done < ops - other ? size[other] : 0;
                }
            }
        }
        return left >= 0;
    }

    private List<Reached> next(List<Reached> layer, long placed) {
        Map<State, Long> times = new HashMap<>();
        for (Reached reached : layer) {
            addNext(reached, ended(reached.state(), placed), times);
        }
        return withoutDominated(times);
    }

    private void addNext(Reached reached, int ended, Map<State, Long> times) {
        State state = reached.state();
        int first = firstToEnd(state, ended);
        if (first < 0) {
            return;
        }
        int op = state.done[first];
        long end = end(state, first);
        for (int slot = 0; slot < slots(ended); slot++) {
            if (isNext(state, slot) && device(state.done[slot]) == device(op) && start(state, slot) < end) {
                place(slot, reached, ended).ifPresent(next -> times.merge(next.state(), next.time(), Math::min));
            }
        }
        if (op < stages && isShared(op)) {
            addNext(new Reached(state.holding(op), reached.time()), ended, times);
        }
    }

    private long end(State state, int slot) {
        return start(state, slot) + duration[state.done[slot]];
    }

    /** Returns the slot whose next op may end first; −1 where all wait. */
    private int firstToEnd(State state, int ended) {
        int first = -1;
        for (int slot = 0; slot < slots(ended); slot++) {
            if (isNext(state, slot) && (first < 0 || end(state, slot) < end(state, first))) {
                first = slot;
            }
        }
        return first;
    }

    /** Returns the state with an op more; nothing where no other can follow, as what waits is waited for. */
    private Optional<Reached> place(int slot, Reached reached, int ended) {
        State state = reached.state();
        int[] done = state.done.clone();
        long[] ready = state.ready.clone();
        long[] free = state.free.clone();
        int op = done[slot]++;
        long start = start(state, slot);
        free[device(op)] = start + duration[op];
        ready[slot] = start + step[op];
        boolean isLast = op == ops - 1;
        if (isLast) {
            System.arraycopy(done, 1, done, 0, inFlight - 1);
            System.arraycopy(ready, 1, ready, 0, inFlight - 1);
            done[inFlight - 1] = 0;
            ready[inFlight - 1] = start + pause;
        }
        long held = state.held & ~stagesOf[device(op)];
        return normal(new State(done, ready, free, held), reached.time(), isLast ? ended + 1 : ended);
    }

    /** Moves the reference to the first start to come, in place; what is possible before that does not matter any more. */
    private Optional<Reached> normal(State state, long time, int ended) {
        long first = Long.MAX_VALUE;
        for (int slot = 0; slot < slots(ended); slot++) {
            state.ready[slot] = start(state, slot);
            first = isNext(state, slot) ? Math.min(first, state.ready[slot]) : first;
        }
        if (first == Long.MAX_VALUE) {
            return Optional.empty();
        }
        for (int slot = 0; slot < inFlight; slot++) {
            state.ready[slot] = slot < slots(ended) ? Math.max(0, state.ready[slot] - first) : 0;
        }
        for (int index = 0; index < capacity.length; index++) {
            state.free[index] = Math.max(0, state.free[index] - first);
        }
        return Optional.of(new Reached(state, time + first));
    }

    /**
     * Puts one state that is no later than any of them in the place of several that differ by little (relaxed decision diagrams; Bergman,
     * Cire, van Hoeve and Hooker, Decision diagrams for optimization, 2016), until there are few enough: of those that promise most none, if that
     * suffices.
     */
    private List<Reached> merged(List<Reached> layer, long placed) {
        if (layer.size() <= width) {
            return layer;
        }
        List<Reached> promising = layer.stream()
                .map(reached -> new Promising(reached, promise(reached, placed)))
                .sorted(Comparator.comparingLong(Promising::promise))
                .map(Promising::reached)
                .toList();
        int kept = width / KEPT;
        List<Reached> merged = new ArrayList<>(promising.subList(0, kept));
        merged.addAll(merged(promising.subList(kept, promising.size()), width - kept));
        return merged.size() <= width ? merged : merged(layer, width);
    }

    private List<Reached> merged(List<Reached> layer, int most) {
        long coarsest = COARSEST * Arrays.stream(duration).max().orElseThrow();
        List<Reached> merged = layer;
        for (long unit = Math.max(1, coarsest / FINEST); merged.size() > most && unit <= coarsest; unit *= 2) {
            merged = inUnits(merged, unit);
        }
        return merged;
    }

    private static List<Reached> inUnits(List<Reached> layer, long unit) {
        Map<State, Reached> alike = new LinkedHashMap<>();
        for (Reached reached : layer) {
            State state = reached.state();
            State rounded = new State(
                    state.done,
                    rounded(state.ready, reached.time(), unit),
                    rounded(state.free, reached.time(), unit),
                    state.held);
            alike.merge(rounded, reached, Reached::meet);
        }
        return List.copyOf(alike.values());
    }

    private static long[] rounded(long[] times, long reference, long unit) {
        return Arrays.stream(times).map(time -> (reference + time) / unit).toArray();
    }

    private static List<Reached> withoutDominated(Map<State, Long> times) {
        List<Reached> ordered = new ArrayList<>(times.size());
        times.forEach((state, time) -> ordered.add(new Reached(state, time)));
        ordered.sort(Comparator.<Reached, int[]>comparing(reached -> reached.state().done, Arrays::compare)
                .thenComparingLong(Reached::time)
                .thenComparing(reached -> reached.state().ready, Arrays::compare)
                .thenComparing(reached -> reached.state().free, Arrays::compare)
                .thenComparingLong(reached -> reached.state().held));
        List<Reached> kept = new ArrayList<>();
        int begin = 0;
        for (Reached reached : ordered) {
            if (begin < kept.size() && !Arrays.equals(kept.get(begin).state().done, reached.state().done)) {
                begin = kept.size();
            }
            if (!isDominated(reached, kept.subList(begin, Math.min(kept.size(), begin + MOST_COMPARED)))) {
                kept.add(reached);
            }
        }
        return kept;
    }

    private static boolean isDominated(Reached reached, List<Reached> others) {
        for (Reached other : others) {
            if (other.isNoLater(reached)) {
                return true;
            }
        }
        return false;
    }
}
