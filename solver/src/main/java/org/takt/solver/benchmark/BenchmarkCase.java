package org.takt.solver.benchmark;

import java.util.List;
import java.util.Set;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Objective;

/**
 * An instance with an objective, as a set names it.
 *
 * @param category the class it is summarised in
 * @param instance path of the instance file below the folder of all instances, with slashes
 * @param objective {@code MAKESPAN}, {@code MAX_DEVICE_SPAN}, or {@code PEAK_MEMORY} for instances that have a ceiling
 * @param seeds the seeds to run with, each at least 0, none twice, at least one
 */
public record BenchmarkCase(String category, String instance, String objective, List<Integer> seeds) {
    private static final String PEAK_MEMORY = new Objective.PeakMemory(0).name();
    private static final Set<String> OBJECTIVES =
            Set.of(Objective.MAKESPAN.name(), Objective.MAX_DEVICE_SPAN.name(), PEAK_MEMORY);

    public BenchmarkCase {
        seeds = List.copyOf(seeds);
        requireText("class", category);
        requireText("instance", instance);
        if (!OBJECTIVES.contains(objective)) {
            throw new IllegalArgumentException("The objective is \"" + objective
                    + "\", expected MAKESPAN, MAX_DEVICE_SPAN or " + PEAK_MEMORY + ".");
        }
        if (seeds.isEmpty()
                || seeds.stream().anyMatch(seed -> seed < 0)
                || Set.copyOf(seeds).size() < seeds.size()) {
            throw new IllegalArgumentException(
                    "The seeds are " + seeds + ", expected at least one, each at least 0 and none twice.");
        }
    }

    /** Returns the same case with other seeds. */
    public BenchmarkCase withSeeds(List<Integer> others) {
        return new BenchmarkCase(category, instance, objective, others);
    }

    /**
     * Returns the instance with this case's objective.
     *
     * @throws IllegalArgumentException for {@code PEAK_MEMORY} where the instance has no ceiling
     */
    Instance applyTo(Instance read) {
        if (objective.equals(read.objective().name())) {
            return read;
        }
        if (objective.equals(PEAK_MEMORY)) {
            throw new IllegalArgumentException(
                    instance + " has no makespan ceiling, expected one for the objective " + PEAK_MEMORY + ".");
        }
        boolean makespan = objective.equals(Objective.MAKESPAN.name());
        return read.withObjective(makespan ? Objective.MAKESPAN : Objective.MAX_DEVICE_SPAN);
    }

    private static void requireText(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("The " + what + " is blank, expected at least one visible character.");
        }
    }
}
