package org.takt.model.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.takt.model.instance.Placement;

/** The field {@code placement}; without it, stages loop over the devices. */
final class PlacementFormat {
    private static final Range WAVES = new Range(1, FormatLimits.MAX_STAGES);

    private static final Map<String, Placement> BASES =
            new TreeMap<>(Map.of("loop", new Placement.Loop(), "v", new Placement.V()));

    private static final Map<String, Function<ObjectCursor, Optional<Placement>>> TYPES = new TreeMap<>(Map.of(
            "loop", cursor -> Optional.of(new Placement.Loop()),
            "v", cursor -> Optional.of(new Placement.V()),
            "wave", cursor -> Optional.of(new Placement.Wave(Math.toIntExact(cursor.whole("waves", WAVES)))),
            "bidirectional", cursor -> cursor.choice("base", BASES).map(Placement.Bidirectional::new),
            "helix", cursor -> Optional.of(new Placement.Helix()),
            "explicit", PlacementFormat::readExplicit));

    private PlacementFormat() {}

    /** Returns the placement, or nothing where it cannot be told. */
    static Optional<Placement> read(ObjectCursor root) {
        if (!root.has("placement")) {
            return Optional.of(new Placement.Loop());
        }
        return root.object("placement").flatMap(cursor -> {
            Optional<Function<ObjectCursor, Optional<Placement>>> type = cursor.choice("type", TYPES);
            Optional<Placement> placement = type.flatMap(reader -> reader.apply(cursor));
            if (type.isPresent()) {
                cursor.close();
            }
            return placement;
        });
    }

    private static Optional<Placement> readExplicit(ObjectCursor cursor) {
        List<JsonValue> items = cursor.list("devices", FormatLimits.MAX_STAGES);
        List<Integer> devices = new ArrayList<>(items.size());
        for (int stage = 0; stage < items.size(); stage++) {
            String pointer = Pointers.item(cursor.pointer("devices"), stage);
            devices.add(Math.toIntExact(ObjectCursor.whole(items.get(stage), pointer, Range.INDEX, cursor.problems())));
        }
        return Optional.of(new Placement.Explicit(devices));
    }

    static JsonValue write(Placement placement) {
        JsonFields fields = new JsonFields().with("type", placement.type());
        if (placement instanceof Placement.Wave wave) {
            fields.with("waves", wave.waves());
        } else if (placement instanceof Placement.Bidirectional bidirectional) {
            fields.with("base", bidirectional.base().type());
        } else if (placement instanceof Placement.Explicit explicit) {
            fields.with(
                    "devices",
                    explicit.devices().stream().map(JsonValue.Whole::new).toList());
        }
        return fields.toJson();
    }
}
