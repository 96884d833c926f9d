package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/**
 * States of {@link MeetingOrders} with equally many ops placed, by which these are. A state is an array of times in ticks from the first entry,
 * in the first place when the next op may start, and in the last place bits of what it waits for: one is no later than another if no time
 * is later and it waits for nothing else.
 *
 * @param <P> which ops have their place
 */
final class MeetingLayer<P> {
    /** States that one is compared with. */
    private static final int MOST_COMPARED = 1_000;

    /** Where states are merged, one of so many is kept. */
    private static final int KEPT = 3;

    private final Map<P, List<long[]>> states;
    private final int size;

    /** A state, and what the time is at least with it. */
    private static final class Promising {
        final long[] state;
        final long promise;

        Promising(long[] state, long promise) {
            this.state = state;
            this.promise = promise;
        }

        long promise() {
            return promise;
        }
    }

    /** Times that are rounded, and bits of what is waited for. */
    private static final class Rounded {
        final long[] times;

        Rounded(long[] times) {
            this.times = times;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Rounded rounded && Arrays.equals(times, rounded.times);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(times);
        }
    }

    private MeetingLayer(Map<P, List<long[]>> states) {
        this.states = states;
        this.size = states.values().stream().mapToInt(List::size).sum();
    }

    /** Returns a layer of some states without those that another one is no later than, as far as they are compared. */
    static <P> MeetingLayer<P> of(Map<P, List<long[]>> states) {
        Map<P, List<long[]>> kept = new LinkedHashMap<>();
        states.forEach((placed, alike) -> kept.put(placed, withoutLater(alike)));
        return new MeetingLayer<>(kept);
    }

    /** Returns the states by what is placed in them. */
    Map<P, List<long[]>> states() {
        return states;
    }

    int size() {
        return size;
    }

    /** Returns the least promise; the largest number of no states. */
    long least(ToLongBiFunction<P, long[]> promise) {
        long least = Long.MAX_VALUE;
        for (Map.Entry<P, List<long[]>> alike : states.entrySet()) {
            for (long[] state : alike.getValue()) {
                least = Math.min(least, promise.applyAsLong(alike.getKey(), state));
            }
        }
        return least;
    }

    /**
     * Puts one state that is no later than any of them in the place of several that differ by little (relaxed decision diagrams; Bergman,
     * Cire, van Hoeve and Hooker, Decision diagrams for optimization, 2016), until there are few enough, or no two that
     * differ by at most the coarsest unit: of those that promise least none, if that suffices.
     *
     * @param width how many may stay
     * @param promise what the time is at least with a state
     * @param finest by how much the times of states differ at most, about, that are merged first, at least 1
     * @param coarsest by how much they may differ at most
     */
    MeetingLayer<P> merged(int width, ToLongBiFunction<P, long[]> promise, long finest, long coarsest) {
        if (size <= width) {
            return this;
        }
        Set<long[]> promising = mostPromising(width / KEPT, promise);
        MeetingLayer<P> merged = this;
        for (long unit = finest; merged.size > width && unit <= coarsest; unit *= 2) {
            merged = merged.inUnits(unit, promising);
        }
        for (long unit = finest; merged.size > width && unit <= coarsest; unit *= 2) {
            merged = merged.inUnits(unit, Collections.emptySet());
        }
        return merged;
    }

    /** Returns those with the least promise, by identity. */
    private Set<long[]> mostPromising(int many, ToLongBiFunction<P, long[]> promise) {
        List<Promising> all = new ArrayList<>(size);
        states.forEach((placed, alike) ->
                alike.forEach(state -> all.add(new Promising(state, promise.applyAsLong(placed, state)))));
        all.sort(Comparator.comparingLong(Promising::promise));
        Set<long[]> most = Collections.newSetFromMap(new IdentityHashMap<>());
        all.subList(0, many).forEach(promising -> most.add(promising.state));
        return most;
    }

    private MeetingLayer<P> inUnits(long unit, Set<long[]> spared) {
        Map<P, List<long[]>> merged = new LinkedHashMap<>();
        states.forEach((placed, alike) -> merged.put(placed, inUnits(alike, unit, spared)));
        return new MeetingLayer<>(merged);
    }

    private static List<long[]> inUnits(List<long[]> alike, long unit, Set<long[]> spared) {
        List<long[]> kept = new ArrayList<>();
        Map<Rounded, long[]> merged = new LinkedHashMap<>();
        for (long[] state : alike) {
            if (spared.contains(state)) {
                kept.add(state);
            } else {
                merged.merge(rounded(state, unit), state, MeetingLayer::earlier);
            }
        }
        kept.addAll(merged.values());
        return kept;
    }

    private static Rounded rounded(long[] state, long unit) {
        long[] rounded = state.clone();
        for (int index = 0; index < state.length - 1; index++) {
            rounded[index] /= unit;
        }
        rounded[0] = 0;
        return new Rounded(rounded);
    }

    /** Returns a state that is no later than either. */
    private static long[] earlier(long[] one, long[] other) {
        long[] earlier = new long[one.length];
        int bits = one.length - 1;
        for (int index = 0; index < bits; index++) {
            earlier[index] = Math.min(one[index], other[index]);
        }
        earlier[bits] = one[bits] & other[bits];
        return earlier;
    }

    private static List<long[]> withoutLater(List<long[]> alike) {
        if (alike.size() == 1) {
            return alike;
        }
        List<long[]> ordered = new ArrayList<>(alike);
        ordered.sort(Arrays::compare);
        List<long[]> kept = new ArrayList<>();
        for (long[] state : ordered) {
            if (!isLater(state, kept.subList(0, Math.min(kept.size(), MOST_COMPARED)))) {
                kept.add(state);
            }
        }
        return kept;
    }

    private static boolean isLater(long[] state, Collection<long[]> others) {
        for (long[] other : others) {
            if (isNoLater(other, state)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNoLater(long[] one, long[] other) {
        int bits = one.length - 1;
        if ((one[bits] & ~other[bits]) != 0) {
            return false;
        }
        for (int index = 1; index < bits; index++) {
            if (one[index] > other[index]) {
                return false;
            }
        }
        return true;
    }
}
