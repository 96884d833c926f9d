package org.takt.model.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The fields of a JSON object that is being written, in the order in which they are added. */
final class JsonFields {
    private final Map<String, JsonValue> fields = new LinkedHashMap<>();

    JsonFields with(String name, JsonValue value) {
        fields.put(name, value);
        return this;
    }

    JsonFields with(String name, String value) {
        return with(name, new JsonValue.Text(value));
    }

    JsonFields with(String name, long value) {
        return with(name, new JsonValue.Whole(value));
    }

    JsonFields with(String name, boolean value) {
        return with(name, new JsonValue.Bool(value));
    }

    /**
     * Adds a number that need not be whole.
     *
     * @throws IllegalArgumentException if it is infinite or not a number, which JSON cannot express
     */
    JsonFields with(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("The field " + name + " is " + value + ", expected a finite number.");
        }
        return with(name, new JsonValue.OtherNumber(Double.toString(value)));
    }

    JsonFields with(String name, JsonFields value) {
        return with(name, value.toJson());
    }

    JsonFields with(String name, List<? extends JsonValue> items) {
        return with(name, new JsonValue.Arr(List.copyOf(items)));
    }

    JsonFields withAll(JsonFields others) {
        fields.putAll(others.fields);
        return this;
    }

    JsonFields withUnless(long usual, String name, long value) {
        return value == usual ? this : with(name, value);
    }

    JsonFields withIfPresent(String name, OptionalLong value) {
        value.ifPresent(present -> with(name, present));
        return this;
    }

    JsonFields withIfPresent(String name, OptionalInt value) {
        value.ifPresent(present -> with(name, present));
        return this;
    }

    JsonFields withIfNotEmpty(String name, String value) {
        return value.isEmpty() ? this : with(name, value);
    }

    /** Adds the number, or null if there is none. */
    JsonFields withOrNull(String name, OptionalLong value) {
        return with(name, value.isPresent() ? new JsonValue.Whole(value.getAsLong()) : new JsonValue.Null());
    }

    JsonValue.Obj toJson() {
        return new JsonValue.Obj(fields);
    }
}
