package org.takt.solver.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.takt.solver.bound.MeetingRelaxation;

/**
 * Some stages at which orders of meetings may be looked at.
 *
 * @param added which of them are new
 * @param stages all of them, ascending
 */
record MeetingTrial(List<Integer> added, List<Integer> stages) {
    /** With room for more micro-batches there are too many states even for two stages. */
    private static final int MOST_IN_FLIGHT = 32;

    /** Returns whether micro-batches may be counted from some stage on. */
    static boolean isPossible(MeetingRelaxation relaxation) {
        return IntStream.range(0, relaxation.stages()).anyMatch(stage -> relaxation.room(stage) <= MOST_IN_FLIGHT);
    }

    /** Returns some stages with another one, or with all those of another device. */
    static List<MeetingTrial> withOneMore(List<Integer> stages, MeetingRelaxation relaxation) {
        List<MeetingTrial> trials = new ArrayList<>();
        for (List<Integer> added : additions(relaxation)) {
            TreeSet<Integer> all = new TreeSet<>(stages);
            if (all.addAll(added) && relaxation.room(all.first()) <= MOST_IN_FLIGHT) {
                trials.add(new MeetingTrial(added, List.copyOf(all)));
            }
        }
        return trials;
    }

    /**
     * Returns all stages of each device, those at both ends of the pipeline first, and each stage, the last ones first: what is first is sure
     * to be tried, and meets most.
     */
    private static Set<List<Integer>> additions(MeetingRelaxation relaxation) {
        TreeMap<Integer, List<Integer>> stagesOf = new TreeMap<>();
        for (int stage = 0; stage < relaxation.stages(); stage++) {
            stagesOf.computeIfAbsent(relaxation.device(stage), device -> new ArrayList<>())
                    .add(stage);
        }
        Set<List<Integer>> additions = new LinkedHashSet<>();
        while (!stagesOf.isEmpty()) {
            additions.add(stagesOf.pollFirstEntry().getValue());
            Optional.ofNullable(stagesOf.pollLastEntry()).ifPresent(last -> additions.add(last.getValue()));
        }
        for (int stage = relaxation.stages() - 1; stage >= 0; stage--) {
            additions.add(List.of(stage));
        }
        return additions;
    }

    /** Returns how many stages of the way are between a new one and the others, at least: from 1 on, 0 if it has several. */
    int distance() {
        if (added.size() > 1) {
            return 0;
        }
        int stage = added.get(0);
        return stages.stream()
                .filter(other -> other != stage)
                .mapToInt(other -> Math.abs(other - stage))
                .min()
                .orElse(0);
    }
}
