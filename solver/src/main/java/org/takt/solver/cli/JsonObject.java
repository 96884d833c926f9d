package org.takt.solver.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A JSON object that is being written, on one line, its fields in the order in which they are added. */
final class JsonObject {
    private final StringBuilder fields = new StringBuilder();

    /**
     * Adds a field.
     *
     * @param value a string, number, boolean, object, collection of these, or an optional one of these: null if empty
     * @throws IllegalArgumentException if JSON cannot express the value
     */
    JsonObject with(String name, Object value) {
        fields.append(fields.isEmpty() ? "" : ", ")
                .append(quoted(name))
                .append(": ")
                .append(json(value));
        return this;
    }

    /**
     * Adds a field whose value is JSON already.
     *
     * @param json a JSON document, on one line
     */
    JsonObject withJson(String name, String json) {
        fields.append(fields.isEmpty() ? "" : ", ")
                .append(quoted(name))
                .append(": ")
                .append(json);
        return this;
    }

    /** Returns the object, without a line end. */
    @Override
    public String toString() {
        return "{" + fields + "}";
    }

    private static String json(Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(JsonObject::json).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Optional<?> optional) {
            return optional.<String>map(JsonObject::json).orElse("null");
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? Long.toString(optional.getAsLong()) : "null";
        }
        boolean plain = value instanceof JsonObject
                || value instanceof JsonPart
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number));
        if (!plain) {
            throw new IllegalArgumentException("Found " + value + ", expected something that JSON can express.");
        }
        return value.toString();
    }

    /** Escapes what RFC 8259 asks for, and lone surrogates, which UTF-8 cannot carry. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').appendCodePoint(character);
            } else if (character < ' ' || Character.getType(character) == Character.SURROGATE) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                quoted.appendCodePoint(character);
            }
        });
        return quoted.append('"').toString();
    }
}
