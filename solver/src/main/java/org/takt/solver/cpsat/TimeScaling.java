package org.takt.solver.cpsat;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * Divides all times of a problem by the greatest common divisor of its durations and lags.
 *
 * <p>Nothing is lost: rounding every start of a schedule down to a multiple of the divisor keeps each precedence and
 * each resource, never brings a taking before a release that it followed, and lengthens no makespan. Spans are
 * different: what one device's span loses by waiting another's may gain, so an optimal largest span can be a fraction of
 * the divisor, and with that objective times stay as they are.
 */
final class TimeScaling {
    private final long divisor;
    private final boolean objectiveIsTime;
    private final Problem scaled;

    TimeScaling(Problem problem) {
        divisor = problem.objective() instanceof Objective.MaxDeviceSpan ? 1 : commonDivisor(problem);
        objectiveIsTime = problem.objective() instanceof Objective.Makespan;
        scaled = divisor == 1 ? problem : scale(problem);
    }

    /** Returns the problem in scaled times; memory is untouched. */
    Problem scaled() {
        return scaled;
    }

    /** Returns the schedule with its starts rounded down to scaled times. */
    Schedule scale(Schedule schedule) {
        return mapStarts(schedule, start -> Math.floorDiv(start, divisor));
    }

    /** Returns a schedule of the scaled problem in the problem's own times. */
    Schedule unscale(Schedule schedule) {
        return mapStarts(schedule, start -> start * divisor);
    }

    /** Returns the largest scaled objective value that does not exceed the given one. */
    long scaleDown(long value) {
        return objectiveIsTime ? Math.floorDiv(value, divisor) : value;
    }

    /** Returns a scaled objective value, or bound, in the problem's own unit. */
    long unscale(long value) {
        return objectiveIsTime ? value * divisor : value;
    }

    private interface TimeMap {
        long apply(long time);
    }

    private static Schedule mapStarts(Schedule schedule, TimeMap map) {
        long[] starts = new long[schedule.size()];
        int[] modes = new int[schedule.size()];
        for (int op = 0; op < starts.length; op++) {
            starts[op] = map.apply(schedule.start(op));
            modes[op] = schedule.mode(op);
        }
        return new Schedule(starts, modes);
    }

    private static long commonDivisor(Problem problem) {
        long common = 0;
        for (Op op : problem.ops()) {
            for (Mode mode : op.modes()) {
                common = Divisors.common(common, mode.duration());
            }
        }
        for (Precedence precedence : problem.precedences()) {
            if (precedence.lag() instanceof Lag.ByModes table) {
                for (List<Long> row : table.ticks()) {
                    for (long lag : row) {
                        common = Divisors.common(common, lag);
                    }
                }
            } else {
                common = Divisors.common(common, precedence.lag().smallest());
            }
        }
        return Math.max(common, 1);
    }

    private Problem scale(Problem problem) {
        List<Op> ops = new ArrayList<>();
        for (Op op : problem.ops()) {
            List<Mode> modes = op.modes().stream()
                    .map(mode -> new Mode(mode.duration() / divisor, mode.resources()))
                    .toList();
            ops.add(new Op(op.kind(), op.pipeline(), op.stage(), op.microBatch(), op.segment(), op.optional(), modes));
        }
        List<Precedence> precedences = new ArrayList<>();
        for (Precedence precedence : problem.precedences()) {
            precedences.add(new Precedence(precedence.before(), precedence.after(), scale(precedence.lag())));
        }
        Objective objective = problem.objective() instanceof Objective.PeakMemory peak
                ? new Objective.PeakMemory(peak.makespanCeiling() / divisor)
                : problem.objective();
        return new Problem(
                problem.devices(),
                problem.resources(),
                ops,
                precedences,
                problem.buffers(),
                problem.presenceRules(),
                objective);
    }

    private Lag scale(Lag lag) {
        if (lag instanceof Lag.ByModes table) {
            return new Lag.ByModes(table.ticks().stream()
                    .map(row -> row.stream().map(ticks -> ticks / divisor).toList())
                    .toList());
        }
        return Lag.of(lag.smallest() / divisor);
    }
}
