package org.takt.solver.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final int NARROWEST = 2_000;
    private static final int GROWTH = 4;
    private static final int WIDEST = NARROWEST * GROWTH * GROWTH;

    /** States side by side for shorter batches: with fewer than the least, nothing is gained. */
    private static final int SHORTER_WIDTH = 200;

    private static final int LEAST_SHORTER_WIDTH = 50;

    /** Shorter batches may take such a part of the time. */
    private static final double SHORTER_SHARE = 0.3;

    /** Of all states that there is room for in shorter batches, some part of which there is. */
    private static final double SECONDS_PER_ROOM = 1e-6;

    /** Trials of one more stage may take such a part of the time. */
    private static final double SWEEP_SHARE = 0.15;

    /** So many are tried where more states might help as well. */
    private static final int FEW = 2;

    private final MeetingRelaxation relaxation;
    private final MeetingBounds bounds;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final BooleanSupplier isOver;

    /** What followed when a stage was added last. */
    private final Map<List<Integer>, Long> values = new HashMap<>();

    private List<Integer> kept = List.of();

    MeetingGoals(
            MeetingRelaxation relaxation,
            MeetingBounds bounds,
            Progress progress,
            EngineRuns engineRuns,
            BooleanSupplier isOver) {
        this.relaxation = relaxation;
        this.bounds = bounds;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.isOver = isOver;
    }

    /**
     * Returns whether shorter batches could be looked at in part of the time, and spends the time if so, or less if nothing helps any more.
     *
     * @param few the stages that shorter batches are looked at for
     * @param partners what followed of other stages together with the first
     */
    boolean spend(List<Integer> few, Map<List<Integer>, Long> partners, double seconds) {
        values.putAll(partners);
        kept = bounds.best().get(0).equals(few.get(0)) ? bounds.best() : few;
        int shorterWidth = shorterWidth(few, seconds);
        if (shorterWidth < LEAST_SHORTER_WIDTH) {
            return false;
        }
        ShorterBatches shorter = relaxation.shorter(few, shorterWidth, isOver);
        engineRuns.charge(shorter.states() * MeetingBounds.SECONDS_PER_STATE);
        for (int width = NARROWEST; width <= WIDEST && !isOver.getAsBoolean(); width *= GROWTH) {
            raise(new Way(shorter, few, shorterWidth, width), seconds);
        }
        return true;
    }

    private int shorterWidth(List<Integer> few, double seconds) {
        double layers = (double) few.size() * relaxation.microBatches() * relaxation.microBatches();
        return (int) Math.min(SHORTER_WIDTH, SHORTER_SHARE * seconds / (layers * SECONDS_PER_ROOM));
    }

    /** How goals are to be reached. */
    private record Way(ShorterBatches shorter, List<Integer> few, int shorterWidth, int width) {
        Optional<Derivation.Meetings.Goal> to(long goal) {
            return Optional.of(new Derivation.Meetings.Goal(goal, few, shorterWidth));
        }
    }

    private void raise(Way way, double seconds) {
        long step = firstStep();
        boolean isRaised = true;
        while (isRaised && !isOver.getAsBoolean()) {
            long goal = goal(step);
            MeetingRelaxation.Result result = bound(kept, goal, way);
            if (result.value() >= goal) {
                step *= 2;
            } else if (result.isMerged() && step > firstStep()) {
                step = firstStep();
            } else {
                step = firstStep();
                boolean mayWiden = result.isMerged() && way.width() < WIDEST;
                isRaised = raiseByOneMore(goal(step), way, mayWiden ? FEW : Integer.MAX_VALUE, seconds);
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
    private boolean raiseByOneMore(long goal, Way way, int most, double seconds) {
        long before = bounds.highest();
        double until = engineRuns.secondsLeft() - seconds * SWEEP_SHARE;
        List<MeetingTrial> promising = promisingFirst();
        for (MeetingTrial trial : promising.subList(0, Math.min(most, promising.size()))) {
            if (bounds.highest() >= goal || isOver.getAsBoolean() || engineRuns.secondsLeft() <= until) {
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
    private List<MeetingTrial> promisingFirst() {
        List<MeetingTrial> all = MeetingTrial.withOneMore(kept, relaxation).stream()
                .filter(trial -> trial.stages().get(0).equals(kept.get(0)))
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
        return bounds.take(
                new Derivation.Meetings(stages, way.width(), way.to(goal)),
                relaxation.bound(stages, way.width(), way.shorter(), goal, isOver));
    }
}
