package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.solver.benchmark.BenchmarkCase;
import org.takt.solver.benchmark.BenchmarkSet;
import org.takt.solver.benchmark.Contestant;
import org.takt.solver.benchmark.InvalidBenchmarkFileException;
import org.takt.solver.benchmark.Trial;

/**
 * The sets that the arguments of a benchmark name.
 *
 * @param instances the folder of all instances
 * @param cases what the sets contain
 */
record BenchmarkSets(Path instances, List<BenchmarkCase> cases) {
    static final String SET = "set";

    private static final String INSTANCES = "instances";
    private static final String FOLDER = "sets";
    private static final String ENDING = ".json";

    /** Reads a file. */
    interface Reader<T> {
        T read() throws IOException;
    }

    /** Adds the options that name sets. */
    static void addTo(Options options) {
        options.addOption(Arguments.valued(
                SET,
                "SET",
                "what to solve: names of files in " + INSTANCES + "/" + FOLDER
                        + " without .json, with commas between, or all; or a set file"));
        options.addOption(
                Arguments.valued(INSTANCES, "FOLDER", "what the paths in sets start from; default: " + INSTANCES));
    }

    /** Returns the sets that the arguments ask for. */
    static BenchmarkSets of(Arguments arguments, Console console) {
        return of(arguments.required(SET), arguments, console);
    }

    /**
     * Returns sets by name.
     *
     * @param text names, files or {@code all}, with commas between
     */
    static BenchmarkSets of(String text, Arguments arguments, Console console) {
        Path instances = console.path(arguments.value(INSTANCES).orElse(INSTANCES));
        List<BenchmarkSet> sets = new ArrayList<>();
        for (Path file : files(text, instances, console)) {
            sets.add(read(file.toString(), () -> BenchmarkSet.read(file)));
        }
        return new BenchmarkSets(instances, BenchmarkSet.union(sets));
    }

    /**
     * Returns what solvers have to do on the sets.
     *
     * @param seeds seeds in place of those of the sets
     */
    List<Trial> trials(Optional<List<Integer>> seeds, List<Contestant> contestants) {
        List<BenchmarkCase> seeded = cases.stream()
                .map(each -> seeds.map(each::withSeeds).orElse(each))
                .toList();
        try {
            return Trial.of(instances, seeded, contestants);
        } catch (InvalidInstanceException | IllegalArgumentException exception) {
            throw CommandFailure.input(String.valueOf(exception.getMessage()));
        } catch (IOException exception) {
            throw CommandFailure.input("An instance cannot be read: " + Failures.reason(exception) + ".");
        }
    }

    private static List<Path> files(String text, Path instances, Console console) {
        Path folder = instances.resolve(FOLDER);
        List<Path> files = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            if (name.equals(Arguments.ALL)) {
                files.addAll(read(folder.toString(), () -> list(folder)));
            } else {
                files.add(name.endsWith(ENDING) ? console.path(name) : folder.resolve(name + ENDING));
            }
        }
        return files;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    /** Returns what a reader reads; what is missing, unreadable or invalid is an input failure. */
    static <T> T read(String file, Reader<T> reader) {
        try {
            return reader.read();
        } catch (InvalidBenchmarkFileException exception) {
            throw CommandFailure.input(String.valueOf(exception.getMessage()));
        } catch (IOException exception) {
            throw CommandFailure.input(file + " cannot be read: " + Failures.reason(exception) + ".");
        }
    }
}
