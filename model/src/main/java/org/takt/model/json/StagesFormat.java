package org.takt.model.json;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.instance.TokenMemory;

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
        return new StageSpec(
                forward,
                backwardInput,
                backwardWeight,
                backward,
                memory,
                readRates(cursor, "perMillionTokens"),
                readRates(cursor, "perMillionTokensSquared"));
    }

    private static PassRates readRates(ObjectCursor stage, String field) {
        return stage.optionalObject(field).map(StagesFormat::readRates).orElse(PassRates.NONE);
    }

    private static PassRates readRates(ObjectCursor cursor) {
        PassRates rates = new PassRates(
                cursor.whole("forward", Range.RATE),
                cursor.whole("backwardInput", Range.RATE),
                cursor.whole("backwardWeight", Range.RATE),
                cursor.optionalWhole("backward", Range.RATE));
        cursor.close();
        return rates;
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
        TokenMemory byTokens = cursor.optionalObject("perMillionTokens")
                .map(StagesFormat::readTokenMemory)
                .orElse(TokenMemory.NONE);
        cursor.close();
        return memory.withPerMillionTokens(byTokens);
    }

    private static TokenMemory readTokenMemory(ObjectCursor cursor) {
        TokenMemory memory = new TokenMemory(
                cursor.whole("activation", Range.TOKEN_MEMORY, Range.TOKEN_MEMORY.most()),
                cursor.whole("keptForWeight", Range.TOKEN_MEMORY),
                cursor.wholeOr("gradient", Range.TOKEN_MEMORY, 0),
                cursor.wholeOr("keysAndValues", Range.TOKEN_MEMORY, 0));
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
        if (!stage.memory().equals(StageMemory.NONE)) {
            fields.with("memory", writeMemory(stage.memory()));
        }
        return fields.withAll(writeRates("perMillionTokens", stage.perMillionTokens()))
                .withAll(writeRates("perMillionTokensSquared", stage.perMillionTokensSquared()));
    }

    private static JsonFields writeRates(String field, PassRates rates) {
        if (rates.equals(PassRates.NONE)) {
            return new JsonFields();
        }
        return new JsonFields()
                .with(
                        field,
                        new JsonFields()
                                .with("forward", rates.forward())
                                .with("backwardInput", rates.backwardInput())
                                .with("backwardWeight", rates.backwardWeight())
                                .withIfPresent("backward", rates.backward()));
    }

    private static JsonFields writeMemory(StageMemory memory) {
        JsonFields fields = new JsonFields()
                .with("constant", memory.constant())
                .with("activation", memory.activation())
                .with("keptForWeight", memory.keptForWeight())
                .with("gradient", memory.gradient());
        TokenMemory byTokens = memory.perMillionTokens();
        if (!byTokens.equals(TokenMemory.NONE)) {
            fields.with(
                    "perMillionTokens",
                    new JsonFields()
                            .with("activation", byTokens.activation())
                            .with("keptForWeight", byTokens.keptForWeight())
                            .with("gradient", byTokens.gradient())
                            .with("keysAndValues", byTokens.keysAndValues()));
        }
        return fields;
    }
}
