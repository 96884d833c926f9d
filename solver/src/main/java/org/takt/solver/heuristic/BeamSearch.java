package org.takt.solver.heuristic;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

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

    /** Returns a search, or nothing if optional ops depend on each other in a way only the exact model can settle. */
    public static Optional<BeamSearch> of(Problem problem, boolean fused) {
        return PresenceChoice.choose(problem, fused)
                .map(modes -> new BeamSearch(problem, new ListTables(problem, modes)));
    }

    /**
     * Returns the best schedule that a policy leads to, or nothing if it leads to none or is stopped. Not verified.
     *
     * @param stop whether to end with nothing; asked for each partial schedule
     */
    public Optional<Schedule> schedule(BeamPolicy policy, BooleanSupplier stop) {
        Beam beam = new Beam(policy.width(), () -> new BeamState(rest, tables));
        List<BeamState> level = List.of(new BeamState(rest, tables));
        Optional<Schedule> best = Optional.empty();
        long makespan = Long.MAX_VALUE;
        while (!level.isEmpty()) {
            for (BeamState state : level) {
                if (stop.getAsBoolean()) {
                    return Optional.empty();
                }
                if (state.partial().isComplete()) {
                    if (state.partial().makespan() < makespan) {
                        makespan = state.partial().makespan();
                        best = Optional.of(state.partial().schedule());
                    }
                } else {
                    extend(state, policy, beam);
                }
            }
            level = beam.drain();
        }
        return best;
    }

    /** Offers every way to start one more op; the state is used up. */
    private static void extend(BeamState state, BeamPolicy policy, Beam beam) {
        for (int pass = 0; pass <= policy.passes(); pass++) {
            int[] options = state.nextOptions();
            boolean mayPass = pass < policy.passes() && options.length > 0 && state.areForwards(options);
            for (int index = 0; index < options.length; index++) {
                boolean isLast = !mayPass && index == options.length - 1;
                BeamState child = isLast ? state : beam.copyOf(state);
                child.start(options[index]);
                child.rate(policy.meanShare());
                beam.offer(child);
            }
            if (!mayPass) {
                return;
            }
        }
    }
}
