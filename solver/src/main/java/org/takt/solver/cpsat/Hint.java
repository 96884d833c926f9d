package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.util.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * How every variable's value follows from a schedule, so that a hint is complete. Whoever makes a variable says so here.
 */
final class Hint {
    private final List<Derived> derived = new ArrayList<>();

    private record Derived(IntVar variable, ToLongFunction<Schedule> value) {}

    /** Says what the variable is in a schedule. Where the schedule is no solution, the nearest value in the variable's domain stands in. */
    void derive(IntVar variable, ToLongFunction<Schedule> value) {
        derived.add(new Derived(variable, value));
    }

    /** Hints every variable. */
    void apply(CpModel model, Schedule schedule) {
        for (Derived entry : derived) {
            Domain domain = entry.variable().getDomain();
            long value = entry.value().applyAsLong(schedule);
            model.addHint(entry.variable(), Math.max(domain.min(), Math.min(domain.max(), value)));
        }
    }

    /** Returns the end of a present op. */
    static long end(Problem problem, Schedule schedule, int op) {
        return schedule.start(op)
                + problem.ops().get(op).modes().get(schedule.mode(op)).duration();
    }
}
