package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.solver.bound.MeetingOrderBound;
import org.takt.solver.bound.MeetingRelaxation;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Raises the bound by all orders in which micro-batches may meet at some of the stages ({@link MeetingRelaxation}): begins with
 * the stage that bounds best alone, adds others or puts them in the place of one as long as that helps, and then allows for more
 * states side by side. Works on one thread.
 */
final class MeetingSearch {
    /** What certificates name as that which proved them. */
    private static final String ENGINE = "dynamic programming";

    /** With room for more micro-batches there are too many states even for two stages. */
    private static final int MOST_IN_FLIGHT = 12;

    /** States side by side at first, for trials of some tenths of a second, and how many times as many later. */
    private static final int FIRST_WIDTH = 250;

    private static final int GROWTH = 4;

    /** At most, for trials of up to half a minute. */
    private static final int LARGEST_WIDTH = FIRST_WIDTH * GROWTH * GROWTH * GROWTH;

    /** With fewer stages all others are tried; with more, those that gave most. */
    private static final int FEW = 3;

    private static final int PROMISING = 6;

    /** More than that on most machines, so that the count ends before the deadline. */
    private static final double SECONDS_PER_STATE = 4e-6;

    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Optional<MeetingRelaxation> relaxation;

    /** What was tried with the width that is allowed now. */
    private final Set<List<Integer>> tried = new HashSet<>();

    /** What followed when a stage was added last. */
    private final Map<Integer, Long> values = new HashMap<>();

    private List<Integer> best = List.of();
    private long highest;

    /** Some stages, and which of them is new. */
    private record Trial(int added, List<Integer> stages) {}

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
        double reserve = engineRuns.secondsLeft() - seconds;
        relaxation.ifPresent(found -> {
            for (int width = FIRST_WIDTH; width <= LARGEST_WIDTH && hasTime(reserve); width *= GROWTH) {
                tried.clear();
                improve(found, width, reserve);
            }
        });
    }

    private boolean hasTime(double reserve) {
        return !progress.isDone() && engineRuns.secondsLeft() > reserve;
    }

    /** Adds what raises the bound most as long as something does; with the smallest width, also puts it in the place of another one. */
    private void improve(MeetingRelaxation found, int width, double reserve) {
        if (!best.isEmpty()) {
            value(best, found, width, reserve);
        }
        boolean isBetter = true;
        while (isBetter && hasTime(reserve)) {
            isBetter = isHigher(mostPromising(withOneMore(best, found)), found, width, reserve)
                    || (width == FIRST_WIDTH && isHigher(mostPromising(withAnother(found)), found, width, reserve));
        }
    }

    /** Returns what to try of some trials: all of few stages, of more those whose new stage gave most when it was tried last. */
    private List<Trial> mostPromising(List<Trial> trials) {
        Set<Integer> promising = trials.stream()
                .map(Trial::added)
                .distinct()
                .sorted(Comparator.comparingLong(stage -> -values.getOrDefault(stage, Long.MAX_VALUE)))
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

    private static List<Trial> withOneMore(List<Integer> stages, MeetingRelaxation found) {
        List<Trial> trials = new ArrayList<>();
        for (int stage = 0; stage < found.stages(); stage++) {
            TreeSet<Integer> all = new TreeSet<>(stages);
            if (all.add(stage) && found.room(all.first()) <= MOST_IN_FLIGHT) {
                trials.add(new Trial(stage, List.copyOf(all)));
            }
        }
        return trials;
    }

    /** Tries all and returns whether one raises the bound; the last that does is the best from then on. */
    private boolean isHigher(List<Trial> trials, MeetingRelaxation found, int width, double reserve) {
        long before = highest;
        for (Trial trial : trials) {
            if (hasTime(reserve) && tried.add(trial.stages())) {
                values.put(trial.added(), value(trial.stages(), found, width, reserve));
            }
        }
        return highest > before;
    }

    private long value(List<Integer> stages, MeetingRelaxation found, int width, double reserve) {
        MeetingRelaxation.Result result = found.bound(stages, width, () -> !hasTime(reserve));
        engineRuns.charge(result.states() * SECONDS_PER_STATE);
        if (result.value() > highest) {
            highest = result.value();
            best = stages;
            progress.raiseBound(new Certificate(
                    highest, MeetingOrderBound.NAME, scope(stages), ENGINE, 0, new Derivation.Meetings(stages, width)));
        }
        return result.value();
    }

    private static String scope(List<Integer> stages) {
        return (stages.size() == 1 ? "stage " : "stages ")
                + stages.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
