package org.takt.solver.heuristic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;

/** The best states of one level of a beam search, no two alike. States that fall out are used again. */
final class Beam {
    private final int width;
    private final Supplier<BeamState> newState;
    /** The worst first. */
    private final PriorityQueue<BeamState> kept =
            new PriorityQueue<>(Comparator.comparingDouble(BeamState::score).reversed());

    private final Set<Long> signatures = new HashSet<>();
    private final List<BeamState> spare = new ArrayList<>();

    Beam(int width, Supplier<BeamState> newState) {
        this.width = width;
        this.newState = newState;
    }

    BeamState copyOf(BeamState state) {
        BeamState copy = spare.isEmpty() ? newState.get() : spare.remove(spare.size() - 1);
        copy.copyFrom(state);
        return copy;
    }

    /** Takes a state that nothing else refers to. */
    void offer(BeamState state) {
        boolean isAmongBest =
                kept.size() < width || state.score() < kept.element().score();
        if (!isAmongBest || !signatures.add(state.signature())) {
            discard(state);
            return;
        }
        kept.add(state);
        if (kept.size() > width) {
            discard(kept.remove());
        }
    }

    /** Takes back a state for use as another. */
    void discard(BeamState state) {
        spare.add(state);
    }

    /** Returns the states and begins another level. */
    List<BeamState> drain() {
        List<BeamState> states = new ArrayList<>(kept);
        kept.clear();
        signatures.clear();
        return states;
    }
}
