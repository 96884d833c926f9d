package org.takt.solver.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set of cases, as a file of format {@code takt-benchmark-set/1} lists them, in groups.
 *
 * @param format {@value #FORMAT}
 * @param name what to call the set
 * @param description for people
 * @param groups its cases; an instance with an objective stands in one group only
 */
public record BenchmarkSet(String format, String name, String description, List<Group> groups) {
    private static final String FORMAT = "takt-benchmark-set/1";

    /**
     * Each of these instances with each of these objectives.
     *
     * @param category the class they are summarised in, {@code class} in the file
     * @param objectives names of objectives
     * @param seeds the seeds to run with
     * @param instances paths below the folder of all instances
     */
    public record Group(
            @JsonProperty("class") String category,
            List<String> objectives,
            List<Integer> seeds,
            List<String> instances) {
        public Group {
            objectives = List.copyOf(objectives);
            seeds = List.copyOf(seeds);
            instances = List.copyOf(instances);
            if (objectives.isEmpty()) {
                throw new IllegalArgumentException("The list of objectives is empty, expected at least one.");
            }
            casesOf(category, objectives, seeds, instances);
        }

        List<BenchmarkCase> cases() {
            return casesOf(category, objectives, seeds, instances);
        }

        private static List<BenchmarkCase> casesOf(
                String category, List<String> objectives, List<Integer> seeds, List<String> instances) {
            List<BenchmarkCase> cases = new ArrayList<>();
            for (String instance : instances) {
                objectives.forEach(objective -> cases.add(new BenchmarkCase(category, instance, objective, seeds)));
            }
            return cases;
        }
    }

    public BenchmarkSet {
        groups = List.copyOf(groups);
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("The format is \"" + format + "\", expected \"" + FORMAT + "\".");
        }
        Set<Place> places = new LinkedHashSet<>();
        for (Group group : groups) {
            for (BenchmarkCase each : group.cases()) {
                if (!places.add(Place.of(each))) {
                    throw new IllegalArgumentException("The set names " + each.instance() + " with " + each.objective()
                            + " twice, expected once.");
                }
            }
        }
    }

    private record Place(String instance, String objective) {
        static Place of(BenchmarkCase each) {
            return new Place(each.instance(), each.objective());
        }
    }

    /**
     * Reads a set file.
     *
     * @throws InvalidBenchmarkFileException if it is no set
     * @throws IOException if it cannot be read
     */
    public static BenchmarkSet read(Path file) throws IOException {
        return BenchmarkJson.read(file, BenchmarkSet.class);
    }

    /** Returns the cases in the order of the file. */
    public List<BenchmarkCase> cases() {
        return groups.stream().flatMap(group -> group.cases().stream()).toList();
    }

    /** Returns the cases of several sets, each instance with each objective once: with the seeds of all, in the class of the first. */
    public static List<BenchmarkCase> union(List<BenchmarkSet> sets) {
        Map<Place, BenchmarkCase> cases = new LinkedHashMap<>();
        for (BenchmarkSet set : sets) {
            set.cases().forEach(each -> cases.merge(Place.of(each), each, BenchmarkSet::withSeedsOfBoth));
        }
        return List.copyOf(cases.values());
    }

    private static BenchmarkCase withSeedsOfBoth(BenchmarkCase first, BenchmarkCase second) {
        Set<Integer> seeds = new LinkedHashSet<>(first.seeds());
        seeds.addAll(second.seeds());
        return first.withSeeds(seeds.stream().sorted().toList());
    }
}
