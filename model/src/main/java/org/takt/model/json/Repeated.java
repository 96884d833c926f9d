package org.takt.model.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Equal parts written once with their {@code count}, or parts written one by one in a list.
 *
 * @param field the field that holds them
 * @param plural what they are called
 * @param most how many there may be
 */
record Repeated(String field, String plural, int most) {
    private static final String COUNT = "count";

    /** Stands in for an item that is no object, so that the others keep their indices. */
    private static final JsonValue.Obj NOTHING = new JsonValue.Obj(Map.of());

    /**
     * Reads parts in either form.
     *
     * @return the parts, or nothing where their number cannot be told
     */
    <T> Optional<List<T>> read(ObjectCursor parent, Function<ObjectCursor, T> part) {
        Optional<JsonValue> value = required(parent);
        if (value.isPresent() && value.get() instanceof JsonValue.Obj object) {
            ObjectCursor cursor = new ObjectCursor(object, parent.pointer(field), parent.problems());
            Optional<Integer> count = count(cursor);
            T all = part.apply(cursor);
            cursor.close();
            return count.map(number -> Collections.nCopies(number, all));
        }
        return value.flatMap(list -> readList(parent, list, part));
    }

    Optional<JsonValue> required(ObjectCursor parent) {
        return parent.required(field, expected());
    }

    /** Reads the number of equal parts. */
    Optional<Integer> count(ObjectCursor cursor) {
        boolean sound = cursor.optional(COUNT)
                .filter(value -> value instanceof JsonValue.Whole number && range().contains(number.value()))
                .isPresent();
        long count = cursor.whole(COUNT, range());
        return sound ? Optional.of(Math.toIntExact(count)) : Optional.empty();
    }

    /** Reads parts written one by one. */
    <T> Optional<List<T>> readList(ObjectCursor parent, JsonValue value, Function<ObjectCursor, T> part) {
        String pointer = parent.pointer(field);
        ProblemList problems = parent.problems();
        if (!(value instanceof JsonValue.Arr list)) {
            problems.add(pointer, "Found " + value.describe() + ", expected " + expected() + ".");
            return Optional.empty();
        }
        int size = list.items().size();
        if (!range().contains(size)) {
            problems.add(pointer, "Found a list of " + size + ", expected 1 to " + most + " " + plural + ".");
            return Optional.empty();
        }
        List<T> parts = new ArrayList<>(size);
        for (int index = 0; index < size; index++) {
            String place = Pointers.item(pointer, index);
            ObjectCursor cursor = ObjectCursor.on(list.items().get(index), place, problems)
                    .orElseGet(() -> new ObjectCursor(NOTHING, place, new ProblemList()));
            parts.add(part.apply(cursor));
            cursor.close();
        }
        return Optional.of(parts);
    }

    /** Writes parts in the shorter form: once if all are equal and there are several, else one by one. */
    <T> JsonValue write(List<T> parts, Function<T, JsonFields> part) {
        T first = parts.get(0);
        if (parts.stream().allMatch(first::equals)) {
            return new JsonFields()
                    .with(COUNT, parts.size())
                    .withAll(part.apply(first))
                    .toJson();
        }
        return new JsonValue.Arr(
                parts.stream().map(one -> (JsonValue) part.apply(one).toJson()).toList());
    }

    private Range range() {
        return new Range(1, most);
    }

    private String expected() {
        return "an object with a count, or a list of " + plural;
    }
}
