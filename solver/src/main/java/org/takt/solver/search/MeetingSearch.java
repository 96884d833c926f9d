package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.takt.model.certificate.Derivation;
import org.takt.solver.bound.MeetingRelaxation;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Raises the bound by all orders in which micro-batches may meet at some of the stages ({@link MeetingRelaxation}): begins with
 * the stage, or all stages of a device, that bounds best alone, adds others or puts them in the place of one as long as that helps, and
 * then allows for more states side by side. Works on one thread.
 */
final class MeetingSearch {
    /** Trials of one kind may take such a part of the time; those of the first stages, which all others are added to, a larger one. */
    private static final int SWEEPS = 6;

    private static final int FIRST_SWEEPS = 3;

    /** With more states side by side, so many are put together of those that bounded most beside the first. */
    private static final int MOST_PARTNERS = 5;

    /** States side by side at first, for trials of some tenths of a second, and how many times as many later. */
    private static final int FIRST_WIDTH = 500;

    private static final int GROWTH = 4;

    /** At most, for trials of up to half a minute. */
    private static final int LARGEST_WIDTH = FIRST_WIDTH * GROWTH * GROWTH * GROWTH;

    /** With fewer stages all others are tried; with more, those that gave most. */
    private static final int FEW = 3;

    private static final int PROMISING = 6;

    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Optional<MeetingRelaxation> relaxation;

    /** What was tried with the width that is allowed now. */
    private final Set<List<Integer>> tried = new HashSet<>();

    /** What followed when stages were added last, unless there were too many states. */
    private final Map<List<Integer>, Long> values = new HashMap<>();

    private final MeetingBounds bounds;

    /** The best of those of one trial. */
    private List<Integer> alone = List.of();

    /** What followed of others together with that. */
    private final Map<List<Integer>, Long> partners = new LinkedHashMap<>();

    MeetingSearch(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.bounds = new MeetingBounds(progress, engineRuns);
        this.relaxation = MeetingRelaxation.of(analysis).filter(MeetingTrial::isPossible);
    }

    /** Returns whether memory somewhere has room for few micro-batches. */
    boolean applies() {
        return relaxation.isPresent();
    }

    /** Spends some seconds at most, and fewer if there is nothing left that might help. */
    void spend(double seconds) {
        double end = engineRuns.secondsLeft() - seconds;
        relaxation.ifPresent(found -> {
            boolean hasGoals = false;
            for (int width = FIRST_WIDTH; width <= LARGEST_WIDTH && hasTime(end) && !hasGoals; width *= GROWTH) {
                tried.clear();
                begin(found, width, seconds, end);
                hasGoals = spendOnGoals(found, end);
                if (!hasGoals) {
                    improve(found, width, seconds / SWEEPS, end);
                }
            }
        });
    }

    /** Goes from goal to goal, and returns whether that could be, as something followed from the first stage with others. */
    private boolean spendOnGoals(MeetingRelaxation found, double end) {
        return bestPartners()
                .findFirst()
                .map(partner -> {
                    TreeSet<Integer> few = new TreeSet<>(alone);
                    few.addAll(partner);
                    return new MeetingGoals(found, bounds, progress, engineRuns, () -> !hasTime(end))
                            .spend(List.copyOf(few), partners, engineRuns.secondsLeft() - end);
                })
                .orElse(false);
    }

    private boolean hasTime(double end) {
        return !progress.isDone() && engineRuns.secondsLeft() > end;
    }

    /**
     * With the smallest width, tries each stage alone and then others beside the best; with others, the best again, and stages beside the
     * first that had too many states.
     */
    private void begin(MeetingRelaxation found, int width, double seconds, double end) {
        if (bounds.best().isEmpty()) {
            isHigher(MeetingTrial.withOneMore(List.of(), found), found, width, seconds / FIRST_SWEEPS, end);
            alone = bounds.best();
            isHigher(MeetingTrial.withOneMore(alone, found), found, width, seconds / SWEEPS, end);
        } else {
            value(bounds.best(), found, width, end);
            isHigher(withNewPartners(found), found, width, seconds / SWEEPS, end);
        }
    }

    /**
     * Adds what raises the bound most as long as something does; with the smallest width, also puts it in the place of another one, and
     * with others, first tries together those that bounded most beside the first.
     */
    private void improve(MeetingRelaxation found, int width, double sweep, double end) {
        boolean isBetter = true;
        if (width > FIRST_WIDTH) {
            isHigher(withBestPartners(), found, width, sweep, end);
        }
        while (isBetter && hasTime(end)) {
            isBetter = isHigher(mostPromising(MeetingTrial.withOneMore(bounds.best(), found)), found, width, sweep, end)
                    || (width == FIRST_WIDTH && isHigher(mostPromising(withAnother(found)), found, width, sweep, end));
        }
    }

    /** Returns the first stage that was the best alone, with each other one of which nothing followed yet. */
    private List<MeetingTrial> withNewPartners(MeetingRelaxation found) {
        return MeetingTrial.withOneMore(alone, found).stream()
                .filter(trial -> !partners.containsKey(trial.added()))
                .toList();
    }

    /** Returns the first stage that was the best alone, with several of those that bounded most together with it. */
    private List<MeetingTrial> withBestPartners() {
        List<MeetingTrial> trials = new ArrayList<>();
        TreeSet<Integer> all = new TreeSet<>(alone);
        bestPartners().limit(MOST_PARTNERS).forEach(partner -> {
            all.addAll(partner);
            trials.add(new MeetingTrial(partner, List.copyOf(all)));
        });
        return trials;
    }

    /** Returns what bounded together with the first stage, that which did most first. */
    private Stream<List<Integer>> bestPartners() {
        return partners.entrySet().stream()
                .sorted(Map.Entry.<List<Integer>, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey);
    }

    /** Returns what to try of some trials: all of few stages, of more those whose new stages gave most when they were tried last. */
    private List<MeetingTrial> mostPromising(List<MeetingTrial> trials) {
        Set<List<Integer>> promising = trials.stream()
                .map(MeetingTrial::added)
                .distinct()
                .sorted(Comparator.comparingLong(added -> -values.getOrDefault(added, Long.MAX_VALUE)))
                .limit(bounds.best().size() < FEW ? Long.MAX_VALUE : PROMISING)
                .collect(Collectors.toSet());
        return trials.stream()
                .filter(trial -> promising.contains(trial.added()))
                .toList();
    }

    private List<MeetingTrial> withAnother(MeetingRelaxation found) {
        List<MeetingTrial> trials = new ArrayList<>();
        for (Integer stage : bounds.best()) {
            List<Integer> others = new ArrayList<>(bounds.best());
            others.remove(stage);
            trials.addAll(MeetingTrial.withOneMore(others, found));
        }
        return trials;
    }

    /** Tries all, or as many as there is time for, and returns whether one raises the bound; the last that does is the best from then on. */
    private boolean isHigher(List<MeetingTrial> trials, MeetingRelaxation found, int width, double sweep, double end) {
        long before = bounds.highest();
        double until = Math.max(end, engineRuns.secondsLeft() - sweep);
        for (MeetingTrial trial : trials) {
            if (hasTime(until) && tried.add(trial.stages())) {
                MeetingRelaxation.Result result = value(trial.stages(), found, width, end);
                if (!result.isTooWide()) {
                    note(trial, result.value());
                }
            }
        }
        return bounds.highest() > before;
    }

    private void note(MeetingTrial trial, long value) {
        values.put(trial.added(), value);
        TreeSet<Integer> besideFirst = new TreeSet<>(alone);
        besideFirst.addAll(trial.added());
        if (!alone.isEmpty() && trial.stages().equals(List.copyOf(besideFirst))) {
            partners.putIfAbsent(trial.added(), value);
        }
    }

    private MeetingRelaxation.Result value(List<Integer> stages, MeetingRelaxation found, int width, double end) {
        return bounds.take(new Derivation.Meetings(stages, width), found.bound(stages, width, () -> !hasTime(end)));
    }
}
