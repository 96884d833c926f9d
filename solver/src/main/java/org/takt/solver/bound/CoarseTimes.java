package org.takt.solver.bound;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * A problem with all durations and lags in a coarser unit of time, rounded down: a relaxation that engines solve much
 * faster. What is rounded is a duration, and a duration and the lag behind it together. Rounding every start of a
 * schedule down to the unit gives a schedule of the coarse problem: ⌊s + d + l⌋ ≥ ⌊s⌋ + ⌊d + l⌋ keeps precedences, the
 * same without a lag resources, and what was released before a taking still is. It ends no later, so a makespan is at
 * least the coarse bound in units. A span loses less than one unit more, ⌊e⌋ − ⌊s⌋ ≤ ⌈e − s⌉, so it exceeds the
 * coarse bound less one, in units. Memory is not rounded.
 */
public final class CoarseTimes {
    /** Units tried when looking for the one that rounds off least. */
    private static final int TRIED_UNITS = 1000;

    private final long unit;
    private final Problem problem;

    /**
     * Rounds the times of a problem.
     *
     * @param unit ticks per coarse tick, at least 1
     */
    public CoarseTimes(Problem original, long unit) {
        this.unit = unit;
        this.problem = unit == 1 ? original : round(original, unit);
    }

    /**
     * Returns the unit that rounds off least, among those in which the longest op takes between ¾ and 1½ of some coarse
     * ticks; 1 where that leaves no choice. What counts is the larger of two shares: of all durations, by which a
     * resource's load shrinks, and of all durations with the lags behind them, by which paths do.
     *
     * @param longest about how many coarse ticks the longest op may take, at least 2
     */
    public static long unitFor(Problem problem, int longest) {
        TreeMap<Long, Integer> durations = new TreeMap<>();
        problem.ops().forEach(op -> durations.merge(op.modes().get(0).duration(), 1, Integer::sum));
        Map<Long, Integer> steps = new HashMap<>();
        problem.precedences().forEach(precedence -> steps.merge(step(problem, precedence), 1, Integer::sum));
        long largest = durations.lastKey();
        long lowest = Math.max(1, 2 * largest / (3L * longest));
        long highest = Math.max(1, 4 * largest / (3L * longest));
        long stride = Math.max(1, (highest - lowest) / TRIED_UNITS);
        long best = highest;
        double least = Double.MAX_VALUE;
        for (long unit = highest; unit >= lowest; unit -= stride) {
            double off = Math.max(roundedOff(durations, unit), roundedOff(steps, unit));
            if (off < least) {
                least = off;
                best = unit;
            }
        }
        return best;
    }

    /** Returns the coarse problem. */
    public Problem problem() {
        return problem;
    }

    /** Returns the ticks per coarse tick. */
    public long unit() {
        return unit;
    }

    /** Returns a schedule of the problem with its starts rounded down: one of the coarse problem. */
    public Schedule round(Schedule schedule) {
        long[] starts = new long[schedule.size()];
        int[] modes = new int[schedule.size()];
        for (int op = 0; op < starts.length; op++) {
            starts[op] = schedule.start(op) / unit;
            modes[op] = schedule.mode(op);
        }
        return new Schedule(starts, modes);
    }

    /** Returns what a lower bound of the coarse problem says of the problem itself. */
    public long unrounded(long coarseBound) {
        if (problem.objective() instanceof Objective.Makespan) {
            return coarseBound * unit;
        }
        if (problem.objective() instanceof Objective.MaxDeviceSpan) {
            return coarseBound == 0 ? 0 : (coarseBound - 1) * unit + 1;
        }
        return coarseBound;
    }

    /** Returns the smallest lower bound of the coarse problem that says at least as much as a bound of the problem itself. */
    public long rounded(long bound) {
        if (problem.objective() instanceof Objective.Makespan) {
            return -Math.floorDiv(-bound, unit);
        }
        if (problem.objective() instanceof Objective.MaxDeviceSpan) {
            return bound == 0 ? 0 : -Math.floorDiv(-(bound - 1), unit) + 1;
        }
        return bound;
    }

    private static long step(Problem problem, Precedence precedence) {
        Op before = problem.ops().get(precedence.before());
        return before.modes().get(0).duration() + precedence.lag().smallest();
    }

    /** Returns the share of the times that is rounded off. */
    private static double roundedOff(Map<Long, Integer> times, long unit) {
        double off = 0;
        double all = 0;
        for (Map.Entry<Long, Integer> entry : times.entrySet()) {
            off += (double) (entry.getKey() % unit) * entry.getValue();
            all += (double) entry.getKey() * entry.getValue();
        }
        return all == 0 ? 0 : off / all;
    }

    private static Problem round(Problem original, long unit) {
        List<Op> ops = original.ops().stream()
                .map(op -> new Op(
                        op.kind(),
                        op.pipeline(),
                        op.stage(),
                        op.microBatch(),
                        op.segment(),
                        op.optional(),
                        op.modes().stream()
                                .map(mode -> new Mode(mode.duration() / unit, mode.resources()))
                                .toList()))
                .toList();
        List<Precedence> precedences = original.precedences().stream()
                .map(precedence -> new Precedence(
                        precedence.before(),
                        precedence.after(),
                        round(precedence.lag(), original.ops().get(precedence.before()), unit)))
                .toList();
        Objective objective = original.objective() instanceof Objective.PeakMemory peak
                ? new Objective.PeakMemory(peak.makespanCeiling() / unit)
                : original.objective();
        return new Problem(
                original.devices(),
                original.resources(),
                ops,
                precedences,
                original.buffers(),
                original.presenceRules(),
                objective);
    }

    private static Lag round(Lag lag, Op before, long unit) {
        if (lag instanceof Lag.ByModes table) {
            return new Lag.ByModes(IntStream.range(0, table.ticks().size())
                    .mapToObj(mode -> table.ticks().get(mode).stream()
                            .map(ticks -> round(ticks, before.modes().get(mode), unit))
                            .toList())
                    .toList());
        }
        return Lag.of(before.modes().stream()
                .mapToLong(mode -> round(lag.smallest(), mode, unit))
                .min()
                .orElseThrow());
    }

    private static long round(long lag, Mode before, long unit) {
        return (before.duration() + lag) / unit - before.duration() / unit;
    }
}
