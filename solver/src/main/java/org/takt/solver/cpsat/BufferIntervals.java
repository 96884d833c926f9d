package org.takt.solver.cpsat;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * When each buffer is live: an interval from the start of the taking op to the end of the last releasing one, or past
 * the horizon where none is present. The end may be later than that, which only ever costs memory, so a single variable
 * that no release exceeds is enough. An interval of no length takes no memory, and one that ends where another starts
 * does not overlap it, which is how the problem counts releases before acquisitions.
 */
final class BufferIntervals {
    private final CpModel model;
    private final Problem problem;
    private final PresenceFacts facts;
    private final LongestPaths paths;
    private final Variables variables;
    private final TimeWindows windows;
    private final Hint hint;
    private int created;

    BufferIntervals(
            CpModel model,
            Problem problem,
            PresenceFacts facts,
            LongestPaths paths,
            Variables variables,
            TimeWindows windows,
            Hint hint) {
        this.model = model;
        this.problem = problem;
        this.facts = facts;
        this.paths = paths;
        this.variables = variables;
        this.windows = windows;
        this.hint = hint;
    }

    /** Returns the interval during which the buffer is live, absent where the buffer does not exist. */
    IntervalVar create(Buffer buffer) {
        String name = "buffer " + created++;
        List<Literal> exists = existence(buffer, name);
        Literal live = conjunction(exists, buffer, name);
        long horizon = windows.horizon() + 1;
        OpVariables taking = variables.op(buffer.takenAt());
        LinearArgument end = end(buffer, live, name);
        IntVar length = model.newIntVar(Math.min(leastLength(buffer), horizon), horizon, "length " + name);
        hint.derive(length, schedule -> releaseTime(buffer, schedule) - schedule.start(buffer.takenAt()));
        return model.newOptionalIntervalVar(taking.start(), length, end, live, name);
    }

    /** Returns the literals that all hold exactly where the buffer exists, without those that always do. */
    private List<Literal> existence(Buffer buffer, String name) {
        List<Literal> literals = new ArrayList<>();
        addPresence(literals, buffer.takenAt());
        for (Condition condition : buffer.conditions()) {
            OpVariables op = variables.op(condition.op());
            if (condition.modes().isEmpty()
                    || condition.modes().size() == op.modes().size()) {
                addPresence(literals, condition.op());
            } else if (condition.modes().size() == 1) {
                literals.add(op.modes().get(condition.modes().get(0)));
            } else {
                literals.add(oneOf(condition, op, name));
            }
        }
        return literals;
    }

    private void addPresence(List<Literal> literals, int op) {
        if (!variables.op(op).certain()) {
            literals.add(variables.op(op).presence());
        }
    }

    private Literal oneOf(Condition condition, OpVariables op, String name) {
        BoolVar any = model.newBoolVar("condition of " + name);
        hint.derive(any, schedule -> condition.holdsIn(schedule.mode(condition.op())) ? 1 : 0);
        List<Literal> modes = new ArrayList<>();
        condition.modes().forEach(mode -> modes.add(op.modes().get(mode)));
        modes.add(any.not());
        model.addExactlyOne(modes);
        return any;
    }

    private Literal conjunction(List<Literal> literals, Buffer buffer, String name) {
        if (literals.isEmpty()) {
            return model.trueLiteral();
        }
        if (literals.size() == 1) {
            return literals.get(0);
        }
        BoolVar all = model.newBoolVar("live " + name);
        hint.derive(all, schedule -> BufferLife.exists(buffer, schedule) ? 1 : 0);
        model.addBoolAnd(literals).onlyEnforceIf(all);
        List<Literal> clause = new ArrayList<>(List.of(all));
        literals.forEach(literal -> clause.add(literal.not()));
        model.addBoolOr(clause);
        return all;
    }

    private LinearArgument end(Buffer buffer, Literal live, String name) {
        List<Integer> releases = decisiveReleases(buffer);
        if (releases.isEmpty()) {
            return model.newConstant(windows.horizon() + 1);
        }
        if (releases.size() == 1
                && facts.isCertain(releases.get(0), buffer.takenAt())
                && paths.between(buffer.takenAt(), releases.get(0)) != LongestPaths.NONE) {
            return variables.op(releases.get(0)).end();
        }
        long earliest = windows.earliestStart(buffer.takenAt());
        IntVar end = model.newIntVar(earliest, windows.horizon() + 1, "end " + name);
        hint.derive(end, schedule -> releaseTime(buffer, schedule));
        for (int release : releases) {
            OpVariables op = variables.op(release);
            model.addGreaterOrEqual(end, op.end()).onlyEnforceIf(op.presence());
        }
        if (!someReleaseIsCertain(buffer)) {
            List<Literal> released = new ArrayList<>();
            BoolVar kept = model.newBoolVar("kept " + name);
            hint.derive(kept, schedule -> BufferLife.isKept(buffer, schedule) ? 1 : 0);
            releases.forEach(release -> released.add(variables.op(release).presence()));
            released.add(kept);
            model.addBoolOr(released).onlyEnforceIf(live);
            model.addGreaterOrEqual(end, windows.horizon() + 1).onlyEnforceIf(kept);
        }
        return end;
    }

    /** Leaves out the releasing ops that always have another one after them. */
    private List<Integer> decisiveReleases(Buffer buffer) {
        Set<Integer> releases = new HashSet<>(buffer.releasedBy());
        if (releases.size() < 2) {
            return buffer.releasedBy();
        }
        List<Integer> decisive = new ArrayList<>();
        for (int release : buffer.releasedBy()) {
            if (paths.successors(release).stream()
                    .noneMatch(next -> releases.contains(next) && facts.isCertain(next, release))) {
                decisive.add(release);
            }
        }
        return decisive;
    }

    private boolean someReleaseIsCertain(Buffer buffer) {
        List<Integer> releases = buffer.releasedBy();
        return releases.stream().anyMatch(op -> facts.isCertain(op, buffer.takenAt()))
                || facts.alternatives().stream().anyMatch(releases::containsAll);
    }

    /** Returns how long the buffer is live at least, by the precedences between the taking and the releasing ops. */
    private long leastLength(Buffer buffer) {
        long certain = 0;
        long any = Long.MAX_VALUE;
        for (int release : buffer.releasedBy()) {
            long path = paths.between(buffer.takenAt(), release);
            long distance = path == LongestPaths.NONE ? 0 : path + paths.shortestDuration(release);
            if (facts.isCertain(release, buffer.takenAt())) {
                certain = Math.max(certain, distance);
            }
            any = Math.min(any, distance);
        }
        return someReleaseIsCertain(buffer) ? Math.max(certain, any) : 0;
    }

    private long releaseTime(Buffer buffer, Schedule schedule) {
        return BufferLife.isKept(buffer, schedule)
                ? windows.horizon() + 1
                : BufferLife.release(problem, buffer, schedule);
    }
}
