package org.takt.model.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;

/**
 * Reads instance files of format {@code takt-instance/1}, described by the JSON Schema
 * {@code org/takt/model/json/takt-instance-1.schema.json} and stricter than it where a schema cannot speak: numbers are
 * written without fraction and exponent, no field stands twice, and the whole must have a meaning. A file that is not
 * right is refused with all its problems at once, each with a JSON pointer. Files larger than 64 MiB are not read.
 */
public final class InstanceReader {
    /** Stands in for a placement that cannot be told, since it allows whatever the micro-batches say. */
    private static final Placement ANY_DIRECTION = new Placement.Bidirectional(new Placement.Loop());

    private static final Map<String, Backward> BACKWARDS = LowerCase.names(Backward.values());

    private InstanceReader() {}

    /**
     * Reads a file.
     *
     * @throws InvalidInstanceException with every problem found, if the file is missing, a directory, too large, no
     *     JSON, or no instance; its message names the file
     * @throws IOException if the file exists but cannot be read
     */
    public static Instance read(Path file) throws IOException {
        ProblemList problems = new ProblemList();
        Optional<byte[]> content = InputFile.read(file, FormatLimits.MAX_BYTES, problems);
        if (content.isEmpty()) {
            throw invalid(file.toString(), problems);
        }
        return parse(file.toString(), content.get());
    }

    /**
     * Reads the content of a file.
     *
     * @param source what to call the file in messages
     * @throws InvalidInstanceException with every problem found
     */
    public static Instance parse(String source, byte[] content) {
        ProblemList problems = new ProblemList();
        Optional<JsonValue> root = StrictJson.parse(content, FormatLimits.MAX_INSTANCE_VALUES, problems);
        Optional<Instance> instance = root.flatMap(value -> instance(value, problems));
        if (instance.isEmpty() || !problems.isEmpty()) {
            throw invalid(source, problems);
        }
        return instance.get();
    }

    /** Returns the instance that a value is, or nothing and problems. */
    static Optional<Instance> instance(JsonValue root, ProblemList problems) {
        Optional<ObjectCursor> cursor = ObjectCursor.on(root, "", problems);
        if (cursor.isEmpty() || !FormatTag.check(cursor.get(), FormatTag.INSTANCE)) {
            return Optional.empty();
        }
        return instance(cursor.get(), new RuleProblems(root, problems));
    }

    /** Takes all fields whatever is wrong with them, then judges the whole as far as it is known. */
    private static Optional<Instance> instance(ObjectCursor cursor, RuleProblems rules) {
        Optional<String> name = cursor.text("name");
        String description = cursor.textOrEmpty("description");
        Optional<String> timeUnit = cursor.text("timeUnit");
        Optional<String> memoryUnit = cursor.text("memoryUnit");
        Optional<List<DeviceSpec>> devices = DevicesFormat.read(cursor);
        Optional<List<StageSpec>> stages = StagesFormat.read(cursor);
        Optional<Placement> placement = PlacementFormat.read(cursor);
        Communication communication = CommunicationFormat.read(cursor);
        Optional<List<MicroBatch>> microBatches = MicroBatchesFormat.read(cursor);
        Optional<Backward> backward = cursor.choice("backward", BACKWARDS);
        Objective objective = ObjectiveFormat.read(cursor);
        Optional<Provenance> provenance = ProvenanceFormat.read(cursor);
        cursor.close();
        Set<String> unread = new HashSet<>();
        noteUnread(unread, "/devices", devices);
        noteUnread(unread, "/stages", stages);
        noteUnread(unread, "/placement", placement);
        noteUnread(unread, "/microBatches", microBatches);
        try {
            return Optional.of(new Instance(
                    name.orElse("?"),
                    description,
                    timeUnit.orElse("?"),
                    memoryUnit.orElse("?"),
                    devices.orElse(List.of()),
                    stages.orElse(List.of()),
                    placement.orElse(ANY_DIRECTION),
                    communication,
                    microBatches.orElse(List.of()),
                    backward.orElse(Backward.FUSED),
                    objective,
                    provenance));
        } catch (InvalidInstanceException meaningless) {
            rules.add(meaningless.problems(), unread);
            return Optional.empty();
        }
    }

    private static void noteUnread(Set<String> unread, String pointer, Optional<?> part) {
        if (part.isEmpty()) {
            unread.add(pointer);
        }
    }

    static InvalidInstanceException invalid(String source, ProblemList problems) {
        return new InvalidInstanceException(
                source,
                problems.toList().stream()
                        .map(problem -> new InstanceProblem(problem.pointer(), problem.message()))
                        .toList());
    }
}
