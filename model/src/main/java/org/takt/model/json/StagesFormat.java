package org.takt.model.json;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;

/** The field {@code stages}. */
final class StagesFormat {
    private static final Repeated STAGES = new Repeated("stages", "stages", FormatLimits.MAX_STAGES);

    private StagesFormat() {}

    static Optional<List<StageSpec>> read(ObjectCursor root) {
        return STAGES.read(root, StagesFormat::readOne);
    }

    private static StageSpec readOne(ObjectCursor cursor) {
        long forward = cursor.whole("forward", Range.TIME);
        long backwardInput = cursor.whole("backwardInput", Range.TIME);
        long backwardWeight = cursor.whole("backwardWeight", Range.TIME);
        OptionalLong backward = cursor.optionalWhole("backward", Range.TIME);
        StageMemory memory =
                cursor.optionalObject("memory").map(StagesFormat::readMemory).orElse(StageMemory.NONE);
        return new StageSpec(forward, backwardInput, backwardWeight, backward, memory);
    }

    private static StageMemory readMemory(ObjectCursor cursor) {
        long constant = cursor.wholeOr("constant", Range.MEMORY, 0);
        Optional<JsonValue> deltas = cursor.optional("deltas");
        StageMemory memory;
        if (deltas.isPresent()) {
            memory = ObjectCursor.on(deltas.get(), cursor.pointer("deltas"), cursor.problems())
                    .map(object -> readDeltas(object, constant))
                    .orElse(StageMemory.NONE);
        } else {
            // An unknown activation stands for one that is large enough for whatever is kept of it.
            memory = new StageMemory(
                    constant,
                    cursor.whole("activation", Range.MEMORY, Range.MEMORY.most()),
                    cursor.whole("keptForWeight", Range.MEMORY),
                    cursor.wholeOr("gradient", Range.MEMORY, 0));
        }
        cursor.close();
        return memory;
    }

    private static StageMemory readDeltas(ObjectCursor cursor, long constant) {
        MemoryDeltas deltas = new MemoryDeltas(
                cursor.whole("forward", Range.MEMORY),
                cursor.whole("backwardInput", Range.MEMORY_CHANGE),
                cursor.whole("backwardWeight", Range.MEMORY_CHANGE));
        cursor.close();
        return deltas.toMemory(constant, cursor);
    }

    static JsonValue write(List<StageSpec> stages) {
        return STAGES.write(stages, StagesFormat::writeOne);
    }

    private static JsonFields writeOne(StageSpec stage) {
        JsonFields fields = new JsonFields()
                .with("forward", stage.forward())
                .with("backwardInput", stage.backwardInput())
                .with("backwardWeight", stage.backwardWeight())
                .withIfPresent("backward", stage.backward());
        StageMemory memory = stage.memory();
        if (!memory.equals(StageMemory.NONE)) {
            fields.with(
                    "memory",
                    new JsonFields()
                            .with("constant", memory.constant())
                            .with("activation", memory.activation())
                            .with("keptForWeight", memory.keptForWeight())
                            .with("gradient", memory.gradient()));
        }
        return fields;
    }
}
