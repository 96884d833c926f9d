package org.takt.model.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;

/** The fields of {@link ZeroBubbleSettings}. */
final class SettingsFormat {
    private static final Range DEVICES = new Range(1, FormatLimits.MAX_DEVICES);
    private static final Range MICRO_BATCHES = new Range(1, FormatLimits.MAX_MICRO_BATCHES);

    /**
     * The fields that another run on the same devices would have of its own.
     *
     * @param communication latency, ticks
     * @param stages times and memory of each stage
     * @param memoryLimits limit of each device
     */
    private record Profile(long communication, List<StageSpec> stages, List<Long> memoryLimits) {}

    private final ObjectCursor root;

    SettingsFormat(ObjectCursor root) {
        this.root = root;
    }

    /** Returns the settings, or nothing where they cannot be told; notes all problems. */
    Optional<ZeroBubbleSettings> read() {
        Optional<String> source = root.optionalText("source");
        OptionalInt stages = count("p", DEVICES);
        OptionalInt microBatches = count("m", MICRO_BATCHES);
        Optional<Profile> profile = readProfile(root, stages);
        root.optionalObject("uniformSibling").ifPresent(sibling -> {
            readProfile(sibling, stages);
            sibling.close();
        });
        root.close();
        if (microBatches.isEmpty()) {
            return Optional.empty();
        }
        return profile.map(known -> new ZeroBubbleSettings(
                source, microBatches.getAsInt(), known.communication(), known.stages(), known.memoryLimits()));
    }

    private OptionalInt count(String field, Range range) {
        long count = root.whole(field, range);
        return root.problems().areNoneInside(root.pointer(field))
                ? OptionalInt.of(Math.toIntExact(count))
                : OptionalInt.empty();
    }

    private static Optional<Profile> readProfile(ObjectCursor cursor, OptionalInt stages) {
        long communication = cursor.whole("communication", Range.TIME);
        PerStage forward = PerStage.read(cursor, "F", Range.TIME, stages);
        PerStage input = PerStage.read(cursor, "B", Range.TIME, stages);
        PerStage weight = PerStage.read(cursor, "W", Range.TIME, stages);
        PerStage forwardMemory = PerStage.read(cursor, "memF", Range.MEMORY, stages);
        PerStage inputMemory = PerStage.read(cursor, "memB", Range.MEMORY_CHANGE, stages);
        PerStage weightMemory = PerStage.read(cursor, "memW", Range.MEMORY_CHANGE, stages);
        PerStage limits = PerStage.read(cursor, "memoryLimit", Range.MEMORY, stages);
        boolean memoryKnown = forwardMemory.known() && inputMemory.known() && weightMemory.known();
        List<StageMemory> memory = memoryKnown
                ? readMemory(cursor, stages.orElse(0), forwardMemory, inputMemory, weightMemory)
                : List.of();
        if (!memoryKnown || !forward.known() || !input.known() || !weight.known() || !limits.known()) {
            return Optional.empty();
        }
        List<StageSpec> specs = new ArrayList<>();
        for (int stage = 0; stage < memory.size(); stage++) {
            specs.add(new StageSpec(
                    forward.at(stage), input.at(stage), weight.at(stage), OptionalLong.empty(), memory.get(stage)));
        }
        return Optional.of(new Profile(communication, specs, limits.values()));
    }

    /** A problem of all three changes of memory stands where the one that the other two determine does. */
    private static List<StageMemory> readMemory(
            ObjectCursor cursor, int stages, PerStage forward, PerStage input, PerStage weight) {
        List<StageMemory> memory = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            long taken = forward.at(stage);
            long atInput = input.at(stage);
            long sum = taken + atInput + weight.at(stage);
            StageMemory ofStage = StageMemory.NONE;
            if (atInput < -taken) {
                cursor.problems()
                        .add(
                                input.pointer(stage),
                                "Found " + atInput + ", expected at least " + -taken
                                        + ": an input gradient returns at most what the forward takes.");
            } else if (sum != 0) {
                cursor.problems()
                        .add(
                                weight.pointer(stage),
                                "Found " + weight.at(stage) + ", expected " + (weight.at(stage) - sum)
                                        + ": the changes of memory of forward, input gradient and weight gradient sum to 0.");
            } else {
                ofStage = StageMemory.ofDeltas(0, taken, atInput, weight.at(stage));
            }
            memory.add(ofStage);
        }
        return memory;
    }

    /**
     * The numbers of one field.
     *
     * @param pointer where the field stands
     * @param isList whether it has a number of its own for each stage
     * @param values one for each stage; empty if they are not known
     */
    private record PerStage(String pointer, boolean isList, List<Long> values) {
        static PerStage read(ObjectCursor cursor, String field, Range range, OptionalInt stages) {
            String pointer = cursor.pointer(field);
            String expected = range.describe() + ", or a list with one for each stage";
            Optional<JsonValue> value = cursor.required(field, expected);
            if (value.isEmpty()) {
                return new PerStage(pointer, false, List.of());
            }
            if (value.get() instanceof JsonValue.Arr list) {
                return new PerStage(pointer, true, readList(cursor, field, list, range, stages));
            }
            if (!(value.get() instanceof JsonValue.Whole) && !(value.get() instanceof JsonValue.OtherNumber)) {
                cursor.refuse(field, "Found " + value.get().describe() + ", expected " + expected + ".");
                return new PerStage(pointer, false, List.of());
            }
            long all = ObjectCursor.whole(value.get(), pointer, range, cursor.problems());
            boolean known = cursor.problems().areNoneInside(pointer);
            return new PerStage(pointer, false, Collections.nCopies(known ? stages.orElse(0) : 0, all));
        }

        private static List<Long> readList(
                ObjectCursor cursor, String field, JsonValue.Arr list, Range range, OptionalInt stages) {
            String pointer = cursor.pointer(field);
            List<Long> values = new ArrayList<>();
            for (JsonValue item : list.items()) {
                values.add(ObjectCursor.whole(item, Pointers.item(pointer, values.size()), range, cursor.problems()));
            }
            if (stages.isPresent() && values.size() != stages.getAsInt()) {
                cursor.refuse(
                        field,
                        "Found a list of " + values.size() + ", expected one number for each of the "
                                + stages.getAsInt() + " stages.");
            }
            return stages.isPresent() && cursor.problems().areNoneInside(pointer) ? values : List.of();
        }

        boolean known() {
            return !values.isEmpty();
        }

        long at(int stage) {
            return values.get(stage);
        }

        String pointer(int stage) {
            return isList ? Pointers.item(pointer, stage) : pointer;
        }
    }
}
