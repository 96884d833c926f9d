package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.solver.bound.MeetingOrderBound;
import org.takt.solver.bound.MeetingRelaxation;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Raises the bound by all orders in which micro-batches may meet at some of the stages ({@link MeetingRelaxation}): begins with
 * the stage, or all stages of a device, that bounds best alone, adds others or puts them in the place of one as long as that helps, and
 * then allows for more states side by side. Works on one thread.
 */
final class MeetingSearch {
    /** What certificates name as that which proved them. */
    private static final String ENGINE = "dynamic programming";

    /** With room for more micro-batches there are too many states even for two stages. */
    private static final int MOST_IN_FLIGHT = 32;

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

    /** More than that on most machines, so that the count ends before the deadline. */
    private static final double SECONDS_PER_STATE = 2e-6;

    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Optional<MeetingRelaxation> relaxation;

    /** What was tried with the width that is allowed now. */
    private final Set<List<Integer>> tried = new HashSet<>();

    /** What followed when stages were added last, unless there were too many states. */
    private final Map<List<Integer>, Long> values = new HashMap<>();

    private List<Integer> best = List.of();
    private long highest;

    /** The best of those of one trial. */
    private List<Integer> alone = List.of();

    /** What followed of others together with that. */
    private final Map<List<Integer>, Long> partners = new LinkedHashMap<>();

    /** Some stages, and which of them are new. */
    private record Trial(List<Integer> added, List<Integer> stages) {}

    MeetingSearch(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.relaxation =
                MeetingRelaxation.of(analysis).filter(found -> !entries(found).isEmpty());
    }

    /** Returns the stages where micro-batches may be counted from. */
    private static List<Integer> entries(MeetingRelaxation relaxation) {
        List<Integer> entries = new ArrayList<>();
        for (int stage = 0; stage < relaxation.stages(); stage++) {
            if (relaxation.room(stage) <= MOST_IN_FLIGHT) {
                entries.add(stage);
            }
        }
        return entries;
    }

    /** Returns whether memory somewhere has room for few micro-batches. */
    boolean applies() {
        return relaxation.isPresent();
    }

    /** Spends some seconds at most, and fewer if there is nothing left that might help. */
    void spend(double seconds) {
        double end = engineRuns.secondsLeft() - seconds;
        relaxation.ifPresent(found -> {
            for (int width = FIRST_WIDTH; width <= LARGEST_WIDTH && hasTime(end); width *= GROWTH) {
                tried.clear();
                improve(found, width, seconds, end);
            }
        });
    }

    private boolean hasTime(double end) {
        return !progress.isDone() && engineRuns.secondsLeft() > end;
    }

    /**
     * Tries the best with more states side by side, stages beside the first that had too many, and those that bounded most there; adds what
     * raises the bound most as long as something does; with the smallest width, also puts it in the place of another one.
     */
    private void improve(MeetingRelaxation found, int width, double seconds, double end) {
        double sweep = seconds / SWEEPS;
        if (!best.isEmpty()) {
            value(best, found, width, end);
            isHigher(withNewPartners(found), found, width, sweep, end);
            isHigher(withBestPartners(), found, width, sweep, end);
        }
        boolean isBetter =
                !best.isEmpty() || isHigher(withOneMore(best, found), found, width, seconds / FIRST_SWEEPS, end);
        while (isBetter && hasTime(end)) {
            isBetter = isHigher(mostPromising(withOneMore(best, found)), found, width, sweep, end)
                    || (width == FIRST_WIDTH && isHigher(mostPromising(withAnother(found)), found, width, sweep, end));
        }
    }

    /** Returns the first stage that was the best alone, with each other one of which nothing followed yet. */
    private List<Trial> withNewPartners(MeetingRelaxation found) {
        return withOneMore(alone, found).stream()
                .filter(trial -> !partners.containsKey(trial.added()))
                .toList();
    }

    /** Returns the first stage that was the best alone, with several of those that bounded most together with it. */
    private List<Trial> withBestPartners() {
        List<Trial> trials = new ArrayList<>();
        TreeSet<Integer> all = new TreeSet<>(alone);
        partners.entrySet().stream()
                .sorted(Map.Entry.<List<Integer>, Long>comparingByValue().reversed())
                .limit(MOST_PARTNERS)
                .forEach(partner -> {
                    all.addAll(partner.getKey());
                    trials.add(new Trial(partner.getKey(), List.copyOf(all)));
                });
        return trials;
    }

    /** Returns what to try of some trials: all of few stages, of more those whose new stages gave most when they were tried last. */
    private List<Trial> mostPromising(List<Trial> trials) {
        Set<List<Integer>> promising = trials.stream()
                .map(Trial::added)
                .distinct()
                .sorted(Comparator.comparingLong(added -> -values.getOrDefault(added, Long.MAX_VALUE)))
                .limit(best.size() < FEW ? Long.MAX_VALUE : PROMISING)
                .collect(Collectors.toSet());
        return trials.stream()
                .filter(trial -> promising.contains(trial.added()))
                .toList();
    }

    private List<Trial> withAnother(MeetingRelaxation found) {
        List<Trial> trials = new ArrayList<>();
        for (Integer stage : best) {
            List<Integer> others = new ArrayList<>(best);
            others.remove(stage);
            trials.addAll(withOneMore(others, found));
        }
        return trials;
    }

    /** Returns the stages with another one, or with all those of another device. */
    private static List<Trial> withOneMore(List<Integer> stages, MeetingRelaxation found) {
        List<Trial> trials = new ArrayList<>();
        for (List<Integer> added : additions(found)) {
            TreeSet<Integer> all = new TreeSet<>(stages);
            if (all.addAll(added) && found.room(all.first()) <= MOST_IN_FLIGHT) {
                trials.add(new Trial(added, List.copyOf(all)));
            }
        }
        return trials;
    }

    /**
     * Returns each stage, the last ones first, and all stages of each device, those at both ends of the pipeline first: what is first is sure
     * to be tried, and meets most.
     */
    private static Set<List<Integer>> additions(MeetingRelaxation found) {
        TreeMap<Integer, List<Integer>> stagesOf = new TreeMap<>();
        Set<List<Integer>> additions = new LinkedHashSet<>();
        for (int stage = found.stages() - 1; stage >= 0; stage--) {
            additions.add(List.of(stage));
            stagesOf.computeIfAbsent(found.device(stage), device -> new ArrayList<>())
                    .add(stage);
        }
        while (!stagesOf.isEmpty()) {
            additions.add(stagesOf.pollFirstEntry().getValue());
            Optional.ofNullable(stagesOf.pollLastEntry()).ifPresent(last -> additions.add(last.getValue()));
        }
        return additions;
    }

    /** Tries all, or as many as there is time for, and returns whether one raises the bound; the last that does is the best from then on. */
    private boolean isHigher(List<Trial> trials, MeetingRelaxation found, int width, double sweep, double end) {
        long before = highest;
        boolean isAlone = best.isEmpty();
        double until = Math.max(end, engineRuns.secondsLeft() - sweep);
        for (Trial trial : trials) {
            if (hasTime(until) && tried.add(trial.stages())) {
                MeetingRelaxation.Result result = value(trial.stages(), found, width, end);
                if (!result.isTooWide()) {
                    note(trial, result.value());
                }
            }
        }
        if (isAlone) {
            alone = best;
        }
        return highest > before;
    }

    private void note(Trial trial, long value) {
        values.put(trial.added(), value);
        TreeSet<Integer> besideFirst = new TreeSet<>(alone);
        besideFirst.addAll(trial.added());
        if (!alone.isEmpty() && trial.stages().equals(List.copyOf(besideFirst))) {
            partners.putIfAbsent(trial.added(), value);
        }
    }

    private MeetingRelaxation.Result value(List<Integer> stages, MeetingRelaxation found, int width, double end) {
        MeetingRelaxation.Result result = found.bound(stages, width, () -> !hasTime(end));
        engineRuns.charge(result.states() * SECONDS_PER_STATE);
        if (result.value() > highest) {
            highest = result.value();
            best = stages;
            progress.raiseBound(new Certificate(
                    highest, MeetingOrderBound.NAME, scope(stages), ENGINE, 0, new Derivation.Meetings(stages, width)));
        }
        return result;
    }

    private static String scope(List<Integer> stages) {
        return (stages.size() == 1 ? "stage " : "stages ")
                + stages.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
