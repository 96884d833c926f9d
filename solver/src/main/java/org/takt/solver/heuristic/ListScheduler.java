package org.takt.solver.heuristic;

import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * A memory-aware list scheduler: walks through time and gives every idle resource the most preferred op that is ready and
 * whose buffers fit. Input gradients and full backwards come first, then forwards, then weight gradients; a stage that
 * has not filled its warm-up prefers forwards. Ops of one kind and stage run in micro-batch order; under {@link #inOrder}
 * only forwards do, in the order given.
 *
 * <p>Memory cannot lock it up where each micro-batch alone fits: an op may take memory only if afterwards, on that
 * device, the micro-batches in turn can take all they still claim, each returning what it holds before the next (the
 * banker's rule of Dijkstra, EWD 623, with the same order on every device).
 *
 * <p>Built once per problem and choice of fused or split; {@link #schedule} may be called many times and by several
 * threads. O(n·(log n + r)) for n ops and r ops ready at a time on one resource, which micro-batch order keeps to a few
 * per stage.
 */
public final class ListScheduler {
    private final ListTables tables;

    private ListScheduler(ListTables tables) {
        this.tables = tables;
    }

    /** Returns a scheduler, or nothing if optional ops depend on each other in a way only a search can settle. */
    public static Optional<ListScheduler> of(Problem problem, boolean fused) {
        return PresenceChoice.choose(problem, fused).map(modes -> new ListScheduler(new ListTables(problem, modes)));
    }

    /** Returns the schedule a policy leads to, or nothing if it gets stuck. Not verified. */
    public Optional<Schedule> schedule(ListPolicy policy) {
        return schedule(policy, Variation.NONE);
    }

    /** Returns a scheduler whose micro-batches enter, and go back, in another order. Takes O(ops) time. */
    public ListScheduler inOrder(MicroBatchRanks ranks) {
        return new ListScheduler(tables.inOrder(ranks));
    }

    /** Returns the schedule a policy leads to with some decisions at random, or nothing if it gets stuck. Not verified. */
    public Optional<Schedule> schedule(ListPolicy policy, Variation variation) {
        return new ListRun(tables, policy, variation).execute();
    }
}
