package org.takt.model.json;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.takt.model.problem.Objective;

/** The field {@code objective}; without it, the makespan is minimised. */
final class ObjectiveFormat {
    private static final Map<String, Function<ObjectCursor, Objective>> TYPES = new TreeMap<>(Map.of(
            "MAKESPAN", cursor -> Objective.MAKESPAN,
            "MAX_DEVICE_SPAN", cursor -> Objective.MAX_DEVICE_SPAN,
            "PERIOD", cursor -> Objective.PERIOD,
            "PEAK_MEMORY", cursor -> new Objective.PeakMemory(cursor.whole("makespanCeiling", Range.TIME))));

    private ObjectiveFormat() {}

    static Objective read(ObjectCursor root) {
        return root.optionalObject("objective")
                .flatMap(ObjectiveFormat::readFields)
                .orElse(Objective.MAKESPAN);
    }

    private static Optional<Objective> readFields(ObjectCursor cursor) {
        Optional<Objective> objective = cursor.choice("type", TYPES).map(reader -> reader.apply(cursor));
        if (objective.isPresent()) {
            cursor.close();
        }
        return objective;
    }

    static JsonValue write(Objective objective) {
        JsonFields fields = new JsonFields().with("type", objective.name());
        if (objective instanceof Objective.PeakMemory peak) {
            fields.with("makespanCeiling", peak.makespanCeiling());
        }
        return fields.toJson();
    }
}
