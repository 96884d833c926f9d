package org.takt.solver.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.json.JsonProblem;
import org.takt.solver.SolveOptions;

/**
 * Values that others report for an instance; there is no schedule to verify. Read from comma-separated values without
 * quotes: {@code instance,objective,value,source}, lines that begin with {@code #} aside.
 */
public final class PublishedPeer implements Contestant {
    /** Its name in records. */
    public static final String NAME = "published";

    private static final String HEADER = "instance,objective,value,source";

    private final Map<Case, Value> values;

    private record Case(String instance, String objective) {}

    private record Value(long value, String source) {}

    private PublishedPeer(Map<Case, Value> values) {
        this.values = values;
    }

    /**
     * Reads the values.
     *
     * @throws InvalidBenchmarkFileException if the file is not as said above, or has two values for a case
     * @throws IOException if it cannot be read
     */
    public static PublishedPeer read(Path file) throws IOException {
        Map<Case, Value> values = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        boolean headed = false;
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index);
            if (line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split(",", -1);
            if (!headed) {
                headed = true;
                require(line.equals(HEADER), file, index, "Found \"" + line + "\", expected " + HEADER + ".");
                continue;
            }
            require(
                    cells.length == 4 && cells[2].matches("\\d{1,18}"),
                    file,
                    index,
                    "Found \"" + line + "\", expected " + HEADER + " with a whole number as value.");
            Value earlier = values.put(new Case(cells[0], cells[1]), new Value(Long.parseLong(cells[2]), cells[3]));
            require(earlier == null, file, index, "Found a second value for " + cells[0] + ", expected one.");
        }
        return new PublishedPeer(values);
    }

    private static void require(boolean holds, Path file, int index, String message) {
        if (!holds) {
            throw new InvalidBenchmarkFileException(file + " line " + (index + 1), new JsonProblem("", message));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean dependsOnSeed() {
        return false;
    }

    @Override
    public boolean appliesTo(Instance instance) {
        return values.containsKey(caseOf(instance));
    }

    @Override
    public Answer solve(Instance instance, SolveOptions options, History history) {
        Value value = values.get(caseOf(instance));
        return value == null
                ? Answer.nothing("No value is published.")
                : Answer.unproved(value.value(), value.source(), Optional.empty());
    }

    private static Case caseOf(Instance instance) {
        return new Case(instance.name(), instance.objective().name());
    }
}
