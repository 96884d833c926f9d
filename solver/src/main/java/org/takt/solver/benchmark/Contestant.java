package org.takt.solver.benchmark;

import org.takt.model.instance.Instance;
import org.takt.solver.SolveOptions;

/** A solver whose answers a benchmark records: Takt, or a peer beside it. */
public sealed interface Contestant permits ExactPeer, FamiliesPeer, PublishedPeer, TaktContestant {
    /** Returns its name in records. */
    String name();

    /** Returns whether its answers depend on the seed; if not, it runs once, as seed 0. */
    boolean dependsOnSeed();

    /** Returns whether it has anything to say of an instance. */
    default boolean appliesTo(Instance instance) {
        return true;
    }

    /**
     * Does its work.
     *
     * @param history told of every improvement
     */
    Answer solve(Instance instance, SolveOptions options, History history);
}
