package org.takt.solver.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.takt.model.certificate.Derivation;
import org.takt.solver.bound.MeetingRelaxation;
import org.takt.solver.bound.ShorterBatches;

/**
 * Raises the bound by orders of meetings from goal to goal, each a little above what is proved: the closer a goal, the fewer states
 * there are, and the more stages may count. Where one is not reached, a stage is added, the first with which it is or that with which
 * most is, and where none helps, more states may stand side by side. What shorter batches take at a few stages says which
 * states reach the goal for sure. Works on one thread.
 */
final class MeetingGoals {
    /** By what part of the bound a goal is above it at first; twice as much each time that one is reached. */
    private static final double FIRST_STEP = 5e-4;

    /** Trials of one more stage may take such a part of the time. */
    private static final double SWEEP_SHARE = 0.15;

    /** So many are tried where more states might help as well. */
    private static final int FEW = 2;

    private final MeetingRelaxation relaxation;
    private final MeetingBounds bounds;
    private final Progress progress;
    private final EngineRuns engineRuns;

    /** What followed when a stage was added last. */
    private final Map<List<Integer>, Long> values = new HashMap<>();

    /** Stages of which no more follows with more states. */
    private final Set<List<Integer>> exhausted = new HashSet<>();

    private List<Integer> kept;

    /**
     * What says which states reach a goal.
     *
     * @param stages at which shorter batches are looked at
     * @param width of the states of these
     */
    record Judge(ShorterBatches shorter, List<Integer> stages, int width) {
        Optional<Derivation.Meetings.Goal> of(long goal) {
            return Optional.of(new Derivation.Meetings.Goal(goal, stages, width));
        }
    }

    /** Begins with the stages that bound best so far. */
    MeetingGoals(MeetingRelaxation relaxation, MeetingBounds bounds, Progress progress, EngineRuns engineRuns) {
        this.relaxation = relaxation;
        this.bounds = bounds;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.kept = bounds.best();
    }

    /** Returns the stages with which the last goal was reached, or most was. */
    List<Integer> kept() {
        return kept;
    }

    /**
     * Spends some time on the one stage that does most beside those that the judge looks at.
     *
     * @param width how many states may stand side by side
     * @param seconds how long at most
     */
    void raiseByOne(Judge judge, int width, double seconds, BooleanSupplier isOver) {
        raise(new Way(judge, width, false, Integer.MAX_VALUE, seconds, isOver));
    }

    /**
     * Spends some time on more and more stages beside those that did most so far.
     *
     * @param widths how many states may stand side by side, one after another
     * @param seconds how long at most, of which trials of one stage may take a part
     */
    void raiseByMore(Judge judge, List<Integer> widths, double seconds, BooleanSupplier isOver) {
        int widest = widths.get(widths.size() - 1);
        for (int width : widths) {
            raise(new Way(judge, width, true, width < widest ? FEW : Integer.MAX_VALUE, seconds * SWEEP_SHARE, isOver));
        }
    }

    /**
     * How goals are to be reached.
     *
     * @param mayGrow whether stages are added to those that are kept, rather than to those that the judge looks at
     * @param fewMerged how many trials there are of one more stage where more states might help as well
     * @param sweep how long these may take, seconds
     */
    private record Way(Judge judge, int width, boolean mayGrow, int fewMerged, double sweep, BooleanSupplier isOver) {}

    private void raise(Way way) {
        long step = firstStep();
        boolean isRaised = true;
        while (isRaised && !way.isOver().getAsBoolean()) {
            long goal = goal(step);
            MeetingRelaxation.Result result = bound(kept, goal, way);
            if (result.value() >= goal) {
                step *= 2;
            } else if (result.isMerged() && step > firstStep()) {
                step = firstStep();
            } else {
                step = firstStep();
                isRaised = raiseByOneMore(goal(step), way, result.isMerged() ? way.fewMerged() : Integer.MAX_VALUE);
            }
        }
    }

    private long firstStep() {
        return Math.max(1, (long) (bounds.highest() * FIRST_STEP));
    }

    private long goal(long step) {
        return Math.min(bounds.highest() + step, Math.max(bounds.highest() + 1, progress.sufficientBound()));
    }

    /** Tries one more stage, so many at most, until the goal is reached or time is up, and returns whether the bound is higher then. */
    private boolean raiseByOneMore(long goal, Way way, int most) {
        long before = bounds.highest();
        double until = engineRuns.secondsLeft() - way.sweep();
        List<MeetingTrial> promising =
                promisingFirst(way.mayGrow() ? kept : way.judge().stages());
        for (MeetingTrial trial : promising.subList(0, Math.min(most, promising.size()))) {
            if (bounds.highest() >= goal || way.isOver().getAsBoolean() || engineRuns.secondsLeft() <= until) {
                break;
            }
            long highest = bounds.highest();
            long value = bound(trial.stages(), goal, way).value();
            values.put(trial.added(), value);
            if (value > highest) {
                kept = trial.stages();
            }
        }
        return bounds.highest() > before;
    }

    /** Returns what may be added behind the first stage: in turn what gave most when it was tried last, and what is farthest from other stages. */
    private List<MeetingTrial> promisingFirst(List<Integer> stages) {
        List<MeetingTrial> all = MeetingTrial.withOneMore(stages, relaxation).stream()
                .filter(trial -> trial.stages().get(0).equals(stages.get(0)) && !exhausted.contains(trial.stages()))
                .toList();
        List<MeetingTrial> byValue = all.stream()
                .sorted(Comparator.comparingLong(trial -> -values.getOrDefault(trial.added(), 0L)))
                .toList();
        List<MeetingTrial> byDistance = all.stream()
                .sorted(Comparator.comparingInt(MeetingTrial::distance).reversed())
                .toList();
        return IntStream.range(0, all.size())
                .boxed()
                .flatMap(rank -> Stream.of(byValue.get(rank), byDistance.get(rank)))
                .distinct()
                .toList();
    }

    private MeetingRelaxation.Result bound(List<Integer> stages, long goal, Way way) {
        MeetingRelaxation.Result result = bounds.take(
                new Derivation.Meetings(stages, way.width(), way.judge().of(goal)),
                relaxation.bound(stages, way.width(), way.judge().shorter(), goal, way.isOver()));
        if (result.value() < goal && !result.isMerged() && !result.isTooWide()) {
            exhausted.add(stages);
        }
        return result;
    }
}
