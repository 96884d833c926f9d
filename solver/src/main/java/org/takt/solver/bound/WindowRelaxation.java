package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * Consecutive micro-batches of a {@link MicroBatchSequence} on some devices, with all {@link EntryDelays} known of
 * them: a small problem whose lower bound, plus a constant, is one of the whole problem, or a delay itself.
 *
 * <p>The objective is the makespan, counted from the first entry. Where only some ops count (the next entry, or the ops
 * of one device) these get an end of their own behind a lag so long that no other op ends later; left-shifted, no
 * schedule is longer than the sum of all times, and shifting the others left keeps them so.
 */
public final class WindowRelaxation {
    private final MicroBatchSequence sequence;
    private final MicroBatchSequence.Window window;
    private final EntryDelays delays;
    private final Optional<DeviceRelaxation> reduction;
    private final List<Integer> goals;
    private final Problem problem;
    private final long beyond;
    private final long before;
    private final long counted;

    /** Which part of a window counts. */
    private enum Goal {
        EVERYTHING,
        LAST_ENTRY,
        ENTRY_DEVICE
    }

    private WindowRelaxation(
            MicroBatchSequence sequence, EntryDelays known, List<Integer> devices, int microBatches, Goal goal) {
        this.sequence = sequence;
        this.delays = known.copy();
        this.window = sequence.window(microBatches);
        this.before = goal == Goal.LAST_ENTRY ? 0 : delays.between(sequence.size() - microBatches);
        Problem timed = window.problem().withObjective(Objective.MAKESPAN);
        this.reduction = devices.size() < timed.devices().size()
                ? Optional.of(new DeviceRelaxation(new ProblemAnalysis(timed), devices))
                : Optional.empty();
        Problem base = reduction.map(DeviceRelaxation::problem).orElse(timed);
        List<Op> ops = new ArrayList<>(base.ops());
        List<Precedence> precedences = new ArrayList<>(base.precedences());
        long delayed = addDelays(base, precedences);
        this.goals = goals(goal, base);
        this.counted = goal == Goal.LAST_ENTRY ? duration(base.ops().get(goals.get(0))) : 0;
        this.beyond = goals.isEmpty() ? 0 : base.horizon() + delayed;
        if (!goals.isEmpty()) {
            addEnd(ops, precedences);
        }
        this.problem = new Problem(
                base.devices(),
                base.resources(),
                ops,
                precedences,
                base.buffers(),
                base.presenceRules(),
                Objective.MAKESPAN);
    }

    /**
     * Returns the relaxation to the last micro-batches, whose bounds are of the problem's objective: with the delay until the first of them enters, what
     * they need is what the problem needs at least. For the span it is the entry device's that counts.
     *
     * @param devices the devices to keep; with the one where micro-batches enter among them for the span
     * @param microBatches how many, at least 1
     */
    public static WindowRelaxation ofLast(
            MicroBatchSequence sequence, EntryDelays delays, List<Integer> devices, int microBatches) {
        boolean isSpan = sequence.problem().objective() instanceof Objective.MaxDeviceSpan;
        return new WindowRelaxation(
                sequence, delays, devices, microBatches, isSpan ? Goal.ENTRY_DEVICE : Goal.EVERYTHING);
    }

    /**
     * Returns the relaxation of which lower bounds are delays: from an entry to the k-th after it.
     *
     * @param devices the devices to keep, the one where micro-batches enter among them
     * @param k at least 1 and less than the number of micro-batches
     */
    public static WindowRelaxation untilEntry(
            MicroBatchSequence sequence, EntryDelays delays, List<Integer> devices, int k) {
        return new WindowRelaxation(sequence, delays, devices, k + 1, Goal.LAST_ENTRY);
    }

    /** Returns the problem to bound; its objective is the makespan. */
    public Problem problem() {
        return problem;
    }

    /**
     * Returns what a lower bound of {@link #problem}, in coarse times, says of what is asked for: the problem's
     * objective, or the delay.
     */
    public long bound(CoarseTimes times, long coarseBound) {
        return before + (coarseBound - coarseConstant(times)) * times.unit();
    }

    /** Returns the smallest lower bound of {@link #problem}, in coarse times, that says at least as much as a known bound; at least 0. */
    public long coarse(CoarseTimes times, long bound) {
        return Math.max(0, coarseConstant(times) - Math.floorDiv(before - bound, times.unit()));
    }

    private long coarseConstant(CoarseTimes times) {
        return beyond / times.unit() + counted / times.unit();
    }

    /** Returns the proved delays that it builds on, in order of proof. */
    public List<ProvedDelay> delays() {
        return delays.proved();
    }

    /** Returns how many micro-batches are kept. */
    public int microBatches() {
        return window.entries().size();
    }

    /**
     * Returns the last micro-batches of a schedule of the whole problem: a schedule of this one where the schedule
     * has micro-batches in order.
     */
    public Schedule restrict(Schedule schedule) {
        Schedule last = sequence.last(schedule, window);
        Schedule restricted =
                reduction.map(relaxation -> relaxation.restrict(last)).orElse(last);
        if (goals.isEmpty()) {
            return restricted;
        }
        long[] starts = new long[problem.ops().size()];
        long end = 0;
        for (int op = 0; op < restricted.size(); op++) {
            starts[op] = restricted.start(op);
        }
        for (int goal : goals) {
            end = Math.max(end, starts[goal] + duration(problem.ops().get(goal)));
        }
        starts[starts.length - 2] = end;
        starts[starts.length - 1] = end + beyond;
        return new Schedule(starts, new int[starts.length]);
    }

    private int index(int windowOp) {
        return reduction.map(relaxation -> relaxation.index(windowOp)).orElse(windowOp);
    }

    /** Adds as many delays as a problem may hold beside what it has, and returns the sum of their lags. */
    private long addDelays(Problem base, List<Precedence> precedences) {
        List<Integer> entries = window.entries().stream().map(this::index).toList();
        if (entries.get(0) < 0) {
            return 0;
        }
        List<Precedence> added = delays.among(entries, base, Problem.MAX_TOTAL / 4);
        precedences.addAll(added);
        return added.stream().mapToLong(delay -> delay.lag().largest()).sum();
    }

    private List<Integer> goals(Goal goal, Problem base) {
        if (goal == Goal.EVERYTHING) {
            return List.of();
        }
        int lastEntry = window.entries().get(window.entries().size() - 1);
        if (goal == Goal.LAST_ENTRY) {
            return List.of(index(lastEntry));
        }
        List<Integer> resources =
                base.ops().get(index(lastEntry)).modes().get(0).resources();
        List<Integer> onDevice = new ArrayList<>();
        for (int op = 0; op < base.ops().size(); op++) {
            if (base.ops().get(op).modes().get(0).resources().stream().anyMatch(resources::contains)) {
                onDevice.add(op);
            }
        }
        return onDevice;
    }

    /** The first of the two ops gathers what counts, so that the long lag, behind it, occurs once. The next entry counts from its begin. */
    private void addEnd(List<Op> ops, List<Precedence> precedences) {
        int gathering = ops.size();
        int stages = ops.stream().mapToInt(Op::stage).max().orElseThrow() + 1;
        ops.add(endOp(stages));
        ops.add(endOp(stages + 1));
        goals.forEach(goal -> precedences.add(new Precedence(goal, gathering, Lag.NONE)));
        precedences.add(new Precedence(gathering, gathering + 1, Lag.of(beyond)));
    }

    /** Returns an op that takes no time, to mark an end. */
    static Op endOp(int stage) {
        return new Op(OpKind.OPTIMIZER, 0, stage, 0, 0, false, List.of(new Mode(0, List.of())));
    }

    private static long duration(Op op) {
        return op.modes().get(0).duration();
    }
}
