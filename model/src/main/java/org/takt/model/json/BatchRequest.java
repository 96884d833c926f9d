package org.takt.model.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;

/**
 * One line of many instances: {@code {"id": ..., "instance": {...}}}.
 *
 * @param id whatever value the line calls itself by, as JSON on one line; {@code null} if it has none
 * @param instance the instance; empty if the line holds none
 * @param problems what is wrong with the line, with JSON pointers; none if there is an instance
 */
public record BatchRequest(String id, Optional<Instance> instance, List<InstanceProblem> problems) {
    private static final String NO_ID = "null";
    private static final String INSTANCE = "instance";

    public BatchRequest {
        problems = List.copyOf(problems);
    }

    /** Returns what a line asks for; never throws. */
    public static BatchRequest parse(String line) {
        ProblemList problems = new ProblemList();
        Optional<ObjectCursor> cursor = StrictJson.parse(
                        line.getBytes(StandardCharsets.UTF_8), FormatLimits.MAX_INSTANCE_VALUES, problems)
                .flatMap(root -> ObjectCursor.on(root, "", problems));
        if (cursor.isEmpty()) {
            return refused(NO_ID, problems, "");
        }
        String id = cursor.get().optional("id").map(JsonPrinter::line).orElse(NO_ID);
        Optional<JsonValue> value = cursor.get().required(INSTANCE, "an instance");
        cursor.get().close();
        if (value.isEmpty() || !problems.isEmpty()) {
            return refused(id, problems, "");
        }
        ProblemList inside = new ProblemList();
        Optional<Instance> instance = InstanceReader.instance(value.get(), inside);
        return instance.isPresent() && inside.isEmpty()
                ? new BatchRequest(id, instance, List.of())
                : refused(id, inside, Pointers.field("", INSTANCE));
    }

    private static BatchRequest refused(String id, ProblemList problems, String parent) {
        return new BatchRequest(
                id,
                Optional.empty(),
                problems.toList().stream()
                        .map(problem -> new InstanceProblem(parent + problem.pointer(), problem.message()))
                        .toList());
    }
}
