package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All orders in which micro-batches may meet on their way through all stages and back, by dynamic programming over what is left of
 * them: where micro-batches in flight are, when each may go on, and until when stages are busy, all relative to the first event to come (Gromicho,
 * van Hoorn, Saldanha-da-Gama and Timmer, Solving the job-shop scheduling problem optimally by dynamic programming, 2012). Ops that
 * take their place one by one have led to a layer of states; of equal ones only one is kept, and none that another one is no later than in
 * anything. Each op is the next of its micro-batch on the stage on which one may end first, and starts before that (Giffler and Thompson,
 * Algorithms for solving production-scheduling problems, 1960), which no schedule that cannot start anything earlier breaks.
 */
final class MeetingOrders {
    /** A layer of more states is not gone beyond: the next ones would be larger still. */
    private static final int LARGEST_LAYER = 4_000;

    /** States of all layers together; about two seconds. */
    private static final int MOST_STATES = 1_200_000;

    /** States that one is compared with. */
    private static final int MOST_COMPARED = 200;

    private final int stages;
    /** Of each micro-batch. */
    private final int ops;

    private final long[] duration;
    /** From the start of an op to that of the next one of its micro-batch, ticks. */
    private final long[] step;

    private final int microBatches;
    private final int inFlight;
    private final long wait;

    /** The micro-batches that are in flight, or the next to enter, in order; the others have not begun or have ended. */
    private static final class State {
        /** How many ops of each micro-batch have their place. */
        final int[] done;
        /** When the next op of each may start at the earliest, ticks from the reference. */
        final long[] ready;
        /** When each stage is free at the earliest, ticks from the reference. */
        final long[] free;

        State(int[] done, long[] ready, long[] free) {
            this.done = done;
            this.ready = ready;
            this.free = free;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State state
                    && Arrays.equals(done, state.done)
                    && Arrays.equals(ready, state.ready)
                    && Arrays.equals(free, state.free);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * Arrays.hashCode(done) + Arrays.hashCode(ready)) + Arrays.hashCode(free);
        }
    }

    /** A state, and its reference in ticks from the first entry. */
    private record Reached(State state, long time) {
        boolean isNoLater(Reached other) {
            long difference = time - other.time;
            return isNoLater(state.ready, other.state.ready, difference)
                    && isNoLater(state.free, other.state.free, difference);
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

    /**
     * Prepares the program.
     *
     * @param meetings the ways of the micro-batches
     * @param microBatches how many there are
     * @param inFlight how many of them may have entered of which the last op has not started; at least 1
     * @param wait from the start of the last op of a micro-batch to the entry of the first that waits for it, ticks, at least the
     *     op's duration
     */
    MeetingOrders(Meetings meetings, int microBatches, int inFlight, long wait) {
        this.stages = meetings.stages().size();
        this.ops = 2 * stages;
        this.microBatches = microBatches;
        this.inFlight = Math.min(inFlight, microBatches);
        this.wait = wait;
        this.duration = new long[ops];
        this.step = new long[ops];
        for (int stage = 0; stage < stages; stage++) {
            Meetings.Stage described = meetings.stages().get(stage);
            int back = ops - 1 - stage;
            duration[stage] = described.thereTime();
            duration[back] = described.backTime();
            step[stage] = stage + 1 < stages ? described.onward() : meetings.turn();
            if (stage > 0) {
                step[back] = meetings.stages().get(stage - 1).backward();
            }
        }
        step[ops - 1] = wait;
    }

    /**
     * Returns the ticks from the first entry to the start of the last op of the last micro-batch, or at least a lower bound of them
     * where there are too many states. Takes O(states · (in flight + stages) · states compared) time.
     */
    long leastTime() {
        State first = new State(new int[inFlight], new long[inFlight], new long[stages]);
        List<Reached> layer = List.of(new Reached(first, 0));
        long last = (long) microBatches * ops - 1;
        long placed = 0;
        long states = 0;
        while (placed < last && layer.size() <= LARGEST_LAYER && states <= MOST_STATES) {
            layer = next(layer, placed++);
            states += layer.size();
        }
        long least = Long.MAX_VALUE;
        for (Reached reached : layer) {
            least = Math.min(least, reached.time() + leastLeft(reached.state(), ended(reached.state(), placed)));
        }
        return least;
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
            long left =
                    way(state.done[slot]) + behind / inFlight * (way(0) + wait) + behind % inFlight * duration[ops - 1];
            least = Math.max(least, start(state, slot) + left);
        }
        return least;
    }

    /** Returns the ticks from the start of an op to that of the last one of its micro-batch. */
    private long way(int from) {
        long way = 0;
        for (int op = from; op < ops - 1; op++) {
            way += step[op];
        }
        return way;
    }

    private int slots(int ended) {
        return Math.min(inFlight, microBatches - ended);
    }

    private int stage(int op) {
        return Math.min(op, ops - 1 - op);
    }

    private long start(State state, int slot) {
        return Math.max(state.ready[slot], state.free[stage(state.done[slot])]);
    }

    /** Whether an op that runs in order of micro-batch has its place in the one before. */
    private static boolean isNext(State state, int slot) {
        return slot == 0 || state.done[slot] < state.done[slot - 1];
    }

    private List<Reached> next(List<Reached> layer, long placed) {
        Map<State, Long> times = new HashMap<>();
        for (Reached reached : layer) {
            State state = reached.state();
            int ended = ended(state, placed);
            int first = firstToEnd(state, ended);
            int stage = stage(state.done[first]);
            long end = start(state, first) + duration[state.done[first]];
            for (int slot = 0; slot < slots(ended); slot++) {
                if (isNext(state, slot) && stage(state.done[slot]) == stage && start(state, slot) < end) {
                    Reached next = place(slot, reached, ended);
                    times.merge(next.state(), next.time(), Math::min);
                }
            }
        }
        return withoutDominated(times);
    }

    private int firstToEnd(State state, int ended) {
        int first = 0;
        for (int slot = 1; slot < slots(ended); slot++) {
            if (isNext(state, slot)
                    && start(state, slot) + duration[state.done[slot]]
                            < start(state, first) + duration[state.done[first]]) {
                first = slot;
            }
        }
        return first;
    }

    private Reached place(int slot, Reached reached, int ended) {
        State state = reached.state();
        int[] done = state.done.clone();
        long[] ready = state.ready.clone();
        long[] free = state.free.clone();
        int op = done[slot]++;
        long start = start(state, slot);
        free[stage(op)] = start + duration[op];
        ready[slot] = start + step[op];
        boolean isLast = op == ops - 1;
        if (isLast) {
            System.arraycopy(done, 1, done, 0, inFlight - 1);
            System.arraycopy(ready, 1, ready, 0, inFlight - 1);
            done[inFlight - 1] = 0;
            ready[inFlight - 1] = start + wait;
        }
        return normal(new State(done, ready, free), reached.time(), isLast ? ended + 1 : ended);
    }

    /** Moves the reference to the first start to come, in place; what is possible before that does not matter any more. */
    private Reached normal(State state, long time, int ended) {
        long first = Long.MAX_VALUE;
        for (int slot = 0; slot < slots(ended); slot++) {
            state.ready[slot] = start(state, slot);
            first = isNext(state, slot) ? Math.min(first, state.ready[slot]) : first;
        }
        for (int slot = 0; slot < inFlight; slot++) {
            state.ready[slot] = slot < slots(ended) ? Math.max(0, state.ready[slot] - first) : 0;
        }
        for (int stage = 0; stage < stages; stage++) {
            state.free[stage] = Math.max(0, state.free[stage] - first);
        }
        return new Reached(state, time + first);
    }

    private static List<Reached> withoutDominated(Map<State, Long> times) {
        List<Reached> ordered = new ArrayList<>();
        times.forEach((state, time) -> ordered.add(new Reached(state, time)));
        ordered.sort(Comparator.comparingLong(Reached::time)
                .thenComparing(reached -> reached.state().ready, Arrays::compare)
                .thenComparing(reached -> reached.state().free, Arrays::compare)
                .thenComparing(reached -> reached.state().done, Arrays::compare));
        Map<List<Integer>, List<Reached>> kept = new LinkedHashMap<>();
        for (Reached reached : ordered) {
            List<Reached> alike = kept.computeIfAbsent(
                    Arrays.stream(reached.state().done).boxed().toList(), done -> new ArrayList<>());
            if (alike.stream().limit(MOST_COMPARED).noneMatch(other -> other.isNoLater(reached))) {
                alike.add(reached);
            }
        }
        return kept.values().stream().flatMap(List::stream).toList();
    }
}
