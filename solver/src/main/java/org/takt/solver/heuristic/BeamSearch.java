package org.takt.solver.heuristic;

import java.util.Optional;
import org.takt.model.problem.Problem;

/**
 * Beam search over device orders: builds many schedules at once in the order of time, one op more in each step. The resource
 * that is idle first decides: it may start an op that is ready, wait for one that is ready before another would have
 * ended, or pass. Of what all of them lead to, those with the lowest estimates go on (Lowerre 1976, Ow and Morton
 * 1988). Ops of one kind and stage run in micro-batch order, and memory is given out as by {@link ListScheduler}, so that
 * it locks up none of them.
 *
 * <p>Knows when memory comes back, which list policies do not, and so finds far better schedules where there is little of
 * it. Built once per problem and choice of fused or split; may be used by several threads. Takes O(width × ops²) time,
 * nearly all for copying states, and O(width × ops) memory.
 */
public final class BeamSearch {
    private final ListTables tables;
    private final RestTables rest;

    private BeamSearch(Problem problem, ListTables tables) {
        this.tables = tables;
        this.rest = new RestTables(problem, tables);
    }

    /**
     * Returns a search, or nothing if optional ops depend on each other in a way only the exact model can settle, or a
     * device has no room for what it always holds.
     */
    public static Optional<BeamSearch> of(Problem problem, boolean fused) {
        return ListTables.of(problem, fused).map(tables -> new BeamSearch(problem, tables));
    }

    /** Returns a search that follows a policy. */
    public BeamRun begin(BeamPolicy policy) {
        return new BeamRun(rest, tables, policy);
    }
}
