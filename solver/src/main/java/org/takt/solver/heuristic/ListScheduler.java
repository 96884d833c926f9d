package org.takt.solver.heuristic;

import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
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

    /**
     * Returns a scheduler, or nothing if optional ops depend on each other in a way only the exact model can settle, or a
     * device has no room for what it always holds.
     */
    public static Optional<ListScheduler> of(Problem problem, boolean fused) {
        return ListTables.of(problem, fused).map(ListScheduler::new);
    }

    /** Returns the schedule a policy leads to, or nothing if it gets stuck. Not verified. */
    public Optional<Schedule> schedule(ListPolicy policy) {
        return schedule(policy, Variation.NONE);
    }

    /** Returns a scheduler whose micro-batches enter, and go back, in another order. Takes O(ops) time. */
    public ListScheduler inOrder(MicroBatchRanks ranks) {
        return new ListScheduler(tables.inOrder(ranks));
    }

    /**
     * Returns the best schedule that look-ahead leads to, or nothing if it gets stuck or is stopped. Not verified. Takes as
     * long as (intervals × pilots) / 2 schedules.
     *
     * @param intervals how often to look ahead, at least 1
     * @param pilots policies to try at each look, besides the one that was best at the last, at least 1
     * @param seed of the policies
     * @param stop whether to end with nothing; asked for each pilot
     */
    public Optional<Schedule> lookAhead(int intervals, int pilots, boolean fused, long seed, BooleanSupplier stop) {
        return new LookAhead(tables, intervals, pilots, fused, seed).schedule(stop);
    }

    /** Returns the schedule a policy leads to with some decisions at random, or nothing if it gets stuck. Not verified. */
    public Optional<Schedule> schedule(ListPolicy policy, Variation variation) {
        Random random = new Random(variation.seed());
        PartialSchedule partial = new PartialSchedule(tables);
        StagePolicies policies = policies(policy, variation.stagePercent(), random);
        new ListRun(partial, policies, variation.whimPermille(), random).advance(tables.ops.present);
        return partial.isComplete() ? Optional.of(partial.schedule()) : Optional.empty();
    }

    /** A schedule, and how the walk to it got on. */
    public record Walk(Schedule schedule, Pace pace) {}

    /**
     * Returns where policies of stages lead to, or nothing if the walk gets stuck or is behind a pace. Not verified.
     *
     * @param slowest of a walk over the same problem, by this scheduler
     */
    public Optional<Walk> walk(StagePolicies policies, Pace slowest) {
        PartialSchedule partial = new PartialSchedule(tables);
        Pace pace = slowest.follow(new ListRun(partial, policies), partial, tables.ops.present);
        return partial.isComplete() ? Optional.of(new Walk(partial.schedule(), pace)) : Optional.empty();
    }

    /**
     * Returns the policy on every stage, but on a share of the stages random values.
     *
     * @param stagePercent the share, in per cent
     */
    public StagePolicies policies(ListPolicy policy, int stagePercent, Random random) {
        return StagePolicies.of(policy, stagePercent, tables.ops.stageSlots, random);
    }
}
