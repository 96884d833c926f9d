package org.takt.solver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

/**
 * Executes schedules on PyTorch's own runtime and writes {@code results/pytorch}, what was measured and the op-lists:
 * {@code mvn -Ppytorch -DskipTests verify}. Cases that the results hold already are not run again.
 */
public final class ConformanceRun {
    private static final String TOLERANCE = "0.05";
    private static final String RECORDS = "runs.jsonl";
    private static final String STEPS = "6";

    private ConformanceRun() {}

    /**
     * Runs the cases.
     *
     * @param args the directory of the results, and a regular expression that names of cases must contain
     * @throws IllegalStateException if there is no PyTorch, or a case fails; the results of all cases are written before
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        PyTorch.Search search = PyTorch.find();
        PyTorch pyTorch = search.found().orElseThrow(() -> new IllegalStateException(search.reason()));
        Path results = Path.of(args[0]);
        Path opLists = Files.createDirectories(results.resolve("op-lists"));
        List<JsonNode> records = earlier(results);
        Set<String> names =
                records.stream().map(record -> record.get("name").asText()).collect(Collectors.toSet());
        for (ConformanceCase one : ConformanceCases.all()) {
            if (!names.contains(one.fileName()) && one.fileName().matches(".*(" + args[1] + ").*")) {
                ExportedCase exported = one.export();
                JsonNode measured = pyTorch.execute(
                                List.of(exported.write(opLists)), "--steps", STEPS, "--tolerance", TOLERANCE)
                        .get(0);
                records.add(record(exported, (ObjectNode) measured));
                System.err.println(measured);
                write(results, records);
            }
        }
        List<String> failed = records.stream()
                .filter(record -> !record.get("ok").asBoolean())
                .map(record -> record.get("name").asText() + ": " + record.get("failures"))
                .toList();
        if (!failed.isEmpty()) {
            throw new IllegalStateException(String.join("\n", failed));
        }
    }

    private static List<JsonNode> earlier(Path results) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        Path file = results.resolve(RECORDS);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                records.add(new ObjectMapper().readTree(line));
            }
        }
        return records;
    }

    /** After every case, so that nothing is lost when a later one fails. */
    private static void write(Path results, List<JsonNode> records) throws IOException {
        Files.writeString(
                results.resolve(RECORDS),
                records.stream().map(record -> record + "\n").collect(Collectors.joining()));
        Files.writeString(results.resolve("README.md"), ConformanceTable.markdown(records));
    }

    private static JsonNode record(ExportedCase exported, ObjectNode measured) {
        Problem problem = exported.problem();
        ConformanceCase origin = exported.origin();
        ObjectNode record = measured.objectNode();
        record.put("setting", origin.setting())
                .put("schedule", origin.schedule())
                .put("form", origin.form().name().toLowerCase(Locale.ROOT))
                .put("devices", problem.devices().size())
                .put("micro_batches", exported.written().microBatches().size())
                .put("placement", placement(problem))
                .put("backwards", backwards(exported.written().text()));
        if (origin.origin() instanceof ConformanceCase.Solved solved) {
            record.put("solver_seconds", solved.limit().toSeconds()).put("solver_seed", solved.seed());
        }
        problem.devices().get(0).memoryLimit().ifPresent(limit -> record.put("memory_limit", limit));
        exported.report().devices().forEach(device -> record.withArray("peak_memory")
                .add(device.peakMemory()));
        return record.setAll(measured);
    }

    private static String placement(Problem problem) {
        int stages = 1 + problem.ops().stream().mapToInt(Op::stage).max().orElseThrow();
        return IntStream.range(0, stages)
                .mapToObj(stage -> problem.ops().stream()
                        .filter(op -> op.kind() == OpKind.F && op.stage() == stage)
                        .findFirst()
                        .orElseThrow())
                .map(op -> op.modes().get(0).resources().get(0))
                .map(stream -> problem.resources().get(stream).devices().get(0).toString())
                .collect(Collectors.joining(" "));
    }

    /** On stage 0 the runtime knows full backwards only. */
    private static String backwards(String file) {
        boolean full = file.matches("(?s).*(?<![0-9])[1-9][0-9]*B[0-9].*");
        boolean cut = file.matches("(?s).*[0-9]I[0-9].*");
        return full && cut ? "mixed" : full ? "fused" : "split";
    }
}
