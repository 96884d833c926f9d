package org.takt.solver.cpsat;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** The variables of all ops, with domains as tight as the time windows allow. */
final class Variables {
    private final CpModel model;
    private final Problem problem;
    private final TimeWindows windows;
    private final Hint hint;
    private final List<OpVariables> ops = new ArrayList<>();

    Variables(CpModel model, Problem problem, PresenceFacts facts, TimeWindows windows, Hint hint) {
        this.model = model;
        this.problem = problem;
        this.windows = windows;
        this.hint = hint;
        for (int op = 0; op < problem.ops().size(); op++) {
            ops.add(create(op, facts.isCertain(op)));
        }
    }

    /** Returns the variables of the op. */
    OpVariables op(int op) {
        return ops.get(op);
    }

    /** Returns whether the op takes equally long in all modes, so that its end is its start plus a constant. */
    static boolean hasFixedDuration(Op op) {
        return op.modes().stream().mapToLong(Mode::duration).distinct().count() == 1;
    }

    private OpVariables create(int op, boolean certain) {
        Op described = problem.ops().get(op);
        String name = described.kind().name() + op;
        long shortest =
                described.modes().stream().mapToLong(Mode::duration).min().orElseThrow();
        boolean fits = windows.fits(op, shortest);
        long earliest = windows.earliestStart(op);
        IntVar start = model.newIntVar(earliest, fits ? windows.latestEnd(op) - shortest : earliest, "start " + name);
        hint.derive(start, schedule -> schedule.start(op));
        Literal presence = certain ? model.trueLiteral() : presence(op, name, fits);
        List<Literal> modes = modes(op, presence, name);
        LinearArgument end = end(op, start, name, fits);
        return new OpVariables(start, end, presence, certain, modes, intervals(described, start, modes, name));
    }

    private Literal presence(int op, String name, boolean fits) {
        BoolVar presence = model.newBoolVar("present " + name);
        hint.derive(presence, schedule -> schedule.isPresent(op) ? 1 : 0);
        if (!fits) {
            model.addBoolAnd(new Literal[] {presence.not()});
        }
        return presence;
    }

    private List<Literal> modes(int op, Literal presence, String name) {
        List<Mode> described = problem.ops().get(op).modes();
        if (described.size() == 1) {
            return List.of(presence);
        }
        List<Literal> modes = new ArrayList<>();
        for (int mode = 0; mode < described.size(); mode++) {
            int index = mode;
            BoolVar chosen = model.newBoolVar("mode " + mode + " of " + name);
            hint.derive(chosen, schedule -> schedule.mode(op) == index ? 1 : 0);
            if (!windows.fits(op, described.get(mode).duration())) {
                model.addBoolAnd(new Literal[] {chosen.not()});
            }
            modes.add(chosen);
        }
        return modes;
    }

    private LinearArgument end(int op, IntVar start, String name, boolean fits) {
        Op described = problem.ops().get(op);
        long first = described.modes().get(0).duration();
        if (hasFixedDuration(described)) {
            return LinearExpr.affine(start, 1, first);
        }
        long shortest =
                described.modes().stream().mapToLong(Mode::duration).min().orElseThrow();
        long earliest = windows.earliestStart(op) + shortest;
        IntVar end = model.newIntVar(earliest, fits ? windows.latestEnd(op) : earliest, "end " + name);
        hint.derive(end, schedule -> endIn(schedule, op));
        return end;
    }

    private long endIn(Schedule schedule, int op) {
        return schedule.isPresent(op) ? Hint.end(problem, schedule, op) : 0;
    }

    private List<IntervalVar> intervals(Op op, IntVar start, List<Literal> modes, String name) {
        List<IntervalVar> intervals = new ArrayList<>();
        for (int mode = 0; mode < modes.size(); mode++) {
            intervals.add(model.newOptionalFixedSizeIntervalVar(
                    start, op.modes().get(mode).duration(), modes.get(mode), "run " + mode + " of " + name));
        }
        return intervals;
    }
}
