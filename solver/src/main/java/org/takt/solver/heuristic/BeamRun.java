package org.takt.solver.heuristic;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.takt.model.schedule.Schedule;

/** One beam search, which can be interrupted and go on later, on another thread too, but not on two at once. */
public final class BeamRun {
    private final BeamPolicy policy;
    private final Beam beam;
    private List<BeamState> level;
    private int extended;
    private Optional<Schedule> best = Optional.empty();
    private long makespan = Long.MAX_VALUE;

    BeamRun(RestTables rest, ListTables tables, BeamPolicy policy) {
        this.policy = policy;
        beam = new Beam(policy.width(), () -> new BeamState(rest, tables));
        level = List.of(new BeamState(rest, tables));
    }

    /** Returns the policy that this search follows. */
    public BeamPolicy policy() {
        return policy;
    }

    /** Returns whether the search has ended. */
    public boolean isOver() {
        return level.isEmpty();
    }

    /** Returns the best complete schedule, if there is one, which there is not before the search is nearly over. Not verified. */
    public Optional<Schedule> best() {
        return best;
    }

    /** Goes on until the search ends or is interrupted, which is asked for each partial schedule. */
    public void goOn(BooleanSupplier interrupt) {
        while (!isOver()) {
            while (extended < level.size()) {
                if (interrupt.getAsBoolean()) {
                    return;
                }
                extendOrEnd(level.get(extended++));
            }
            level = beam.drain();
            extended = 0;
        }
    }

    private void extendOrEnd(BeamState state) {
        if (!state.partial().isComplete()) {
            extend(state);
        } else if (state.partial().makespan() < makespan) {
            makespan = state.partial().makespan();
            best = Optional.of(state.partial().schedule());
        }
    }

    /** Offers every way to start one more op; the state is used up. */
    private void extend(BeamState state) {
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
