package org.takt.model.json;

import java.util.List;
import java.util.Map;

/** A JSON value, with numbers kept apart by whether they are whole numbers as Takt's files write them. */
sealed interface JsonValue {
    /** Returns what the value is, for the middle of a sentence. */
    String describe();

    /**
     * An object.
     *
     * @param fields values by name in the order of the file
     */
    record Obj(Map<String, JsonValue> fields) implements JsonValue {
        @Override
        public String describe() {
            return "an object";
        }
    }

    /** A list. */
    record Arr(List<JsonValue> items) implements JsonValue {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A string. */
    record Text(String value) implements JsonValue {
        @Override
        public String describe() {
            return "the string " + Quoted.of(value);
        }
    }

    /** A number without fraction and exponent that fits a long. */
    record Whole(long value) implements JsonValue {
        @Override
        public String describe() {
            return "the number " + value;
        }
    }

    /**
     * Any other number.
     *
     * @param literal as it stands in the file
     */
    record OtherNumber(String literal) implements JsonValue {
        @Override
        public String describe() {
            return "the number " + Quoted.shortened(literal);
        }
    }

    /** True or false. */
    record Bool(boolean value) implements JsonValue {
        @Override
        public String describe() {
            return String.valueOf(value);
        }
    }

    /** Null. */
    record Null() implements JsonValue {
        @Override
        public String describe() {
            return "null";
        }
    }
}
