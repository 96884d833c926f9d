package org.takt.model.json;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Takes the fields of one JSON object, each by name and type, and notes what is wrong. A field that is missing or wrong
 * becomes a problem and a harmless stand-in, so that the rest can be looked at as well. {@link #close()} notes the
 * fields that nobody asked for.
 */
final class ObjectCursor {
    private final Map<String, JsonValue> fields;
    private final String pointer;
    private final ProblemList problems;
    private final Set<String> asked = new LinkedHashSet<>();

    ObjectCursor(JsonValue.Obj object, String pointer, ProblemList problems) {
        fields = object.fields();
        this.pointer = pointer;
        this.problems = problems;
    }

    /** Returns a cursor on the value if it is an object, else nothing and a problem. */
    static Optional<ObjectCursor> on(JsonValue value, String pointer, ProblemList problems) {
        if (value instanceof JsonValue.Obj object) {
            return Optional.of(new ObjectCursor(object, pointer, problems));
        }
        problems.add(pointer, "Found " + value.describe() + ", expected an object.");
        return Optional.empty();
    }

    String pointer() {
        return pointer;
    }

    /** Returns whether no problem is known of this object or anything inside it. */
    boolean isSound() {
        return problems.areNoneInside(pointer);
    }

    /** Returns the names of all fields in the order of the file. */
    Set<String> names() {
        return fields.keySet();
    }

    String pointer(String field) {
        return Pointers.field(pointer, field);
    }

    ProblemList problems() {
        return problems;
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Notes a problem with a field. */
    void refuse(String field, String message) {
        problems.add(pointer(field), message);
    }

    /** Returns an optional field's value, whatever it is. */
    Optional<JsonValue> optional(String field) {
        asked.add(field);
        return Optional.ofNullable(fields.get(field));
    }

    /** Returns a mandatory field's value, whatever it is. */
    Optional<JsonValue> required(String field, String expected) {
        Optional<JsonValue> value = optional(field);
        if (value.isEmpty()) {
            refuse(field, "The field " + Quoted.of(field) + " is missing, expected " + expected + ".");
        }
        return value;
    }

    /** Returns a mandatory whole number, or the least of its range and a problem. */
    long whole(String field, Range range) {
        return whole(field, range, range.least());
    }

    /** Returns a mandatory whole number, or the stand-in and a problem. */
    long whole(String field, Range range, long standIn) {
        Optional<JsonValue> value = optional(field);
        // Large files hold millions of numbers, nearly all of them right: what to say of others is made up for these
        // only.
        if (value.isPresent() && value.get() instanceof JsonValue.Whole number && range.contains(number.value())) {
            return number.value();
        }
        return required(field, range.describe())
                .map(wrong -> whole(wrong, pointer(field), range, standIn, problems))
                .orElse(standIn);
    }

    /** Returns a whole number or, without one, its default. */
    long wholeOr(String field, Range range, long ifMissing) {
        return optional(field).map(value -> whole(field, value, range)).orElse(ifMissing);
    }

    /** Returns a whole number that may be missing. */
    OptionalLong optionalWhole(String field, Range range) {
        Optional<JsonValue> value = optional(field);
        return value.isPresent() ? OptionalLong.of(whole(field, value.get(), range)) : OptionalLong.empty();
    }

    private long whole(String field, JsonValue value, Range range) {
        return whole(value, pointer(field), range, problems);
    }

    /** Returns the whole number that the value is, or the least of its range and a problem. */
    static long whole(JsonValue value, String pointer, Range range, ProblemList problems) {
        return whole(value, pointer, range, range.least(), problems);
    }

    private static long whole(JsonValue value, String pointer, Range range, long standIn, ProblemList problems) {
        if (value instanceof JsonValue.Whole number && range.contains(number.value())) {
            return number.value();
        }
        String hint = value instanceof JsonValue.OtherNumber other
                        && other.literal().matches("-?[0-9]+(\\.0*)?([eE].*)?")
                        && !other.literal().matches("-?[0-9]+")
                ? " written without fraction and exponent"
                : "";
        problems.add(pointer, "Found " + value.describe() + ", expected " + range.describe() + hint + ".");
        return standIn;
    }

    /** Returns a mandatory string with at least one visible character, or nothing but a problem. */
    Optional<String> text(String field) {
        return required(field, "a string").flatMap(value -> text(field, value, false));
    }

    /** Returns a string with at least one visible character, that may be missing. */
    Optional<String> optionalText(String field) {
        return optional(field).flatMap(value -> text(field, value, false));
    }

    /** Returns a string that may be blank or missing, in which case it is empty. */
    String textOrEmpty(String field) {
        return optional(field).flatMap(value -> text(field, value, true)).orElse("");
    }

    private Optional<String> text(String field, JsonValue value, boolean mayBeBlank) {
        if (!(value instanceof JsonValue.Text text)) {
            refuse(field, "Found " + value.describe() + ", expected a string.");
            return Optional.empty();
        }
        if (text.value().isBlank() && !mayBeBlank) {
            refuse(field, "Found " + value.describe() + ", expected at least one visible character.");
            return Optional.empty();
        }
        return Optional.of(text.value());
    }

    /** Returns whether a field is true; without one, its default. */
    boolean flagOr(String field, boolean ifMissing) {
        Optional<JsonValue> value = optional(field);
        if (value.isEmpty()) {
            return ifMissing;
        }
        if (value.get() instanceof JsonValue.Bool flag) {
            return flag.value();
        }
        refuse(field, "Found " + value.get().describe() + ", expected true or false.");
        return ifMissing;
    }

    /** Returns what a mandatory string stands for, or nothing but a problem. */
    <T> Optional<T> choice(String field, Map<String, T> choices) {
        String expected = "one of "
                + String.join(", ", choices.keySet().stream().map(Quoted::of).toList());
        Optional<JsonValue> value = required(field, expected);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof JsonValue.Text text && choices.containsKey(text.value())) {
            return Optional.ofNullable(choices.get(text.value()));
        }
        refuse(field, "Found " + value.get().describe() + ", expected " + expected + ".");
        return Optional.empty();
    }

    /** Returns an object that may be missing. */
    Optional<ObjectCursor> optionalObject(String field) {
        return optional(field).flatMap(value -> on(value, pointer(field), problems));
    }

    /** Returns a mandatory object, or nothing but a problem. */
    Optional<ObjectCursor> object(String field) {
        return required(field, "an object").flatMap(value -> on(value, pointer(field), problems));
    }

    /** Returns the items of a list that may be missing; none if it is, or is no list. */
    List<JsonValue> optionalList(String field) {
        return optional(field).map(value -> items(field, value)).orElse(List.of());
    }

    /** Returns the items of a mandatory list; none if it is missing or no list. */
    List<JsonValue> list(String field) {
        return required(field, "a list").map(value -> items(field, value)).orElse(List.of());
    }

    /** Returns the items of a list that may be missing; none if it is, or is no list, or has too many. */
    List<JsonValue> optionalList(String field, int most) {
        return bounded(field, optionalList(field), most);
    }

    /** Returns the items of a mandatory list; none if it is missing, no list, or has too many. */
    List<JsonValue> list(String field, int most) {
        return bounded(field, list(field), most);
    }

    private List<JsonValue> bounded(String field, List<JsonValue> items, int most) {
        if (items.size() <= most) {
            return items;
        }
        refuse(field, "Found a list of " + items.size() + ", expected at most " + most + " items.");
        return List.of();
    }

    private List<JsonValue> items(String field, JsonValue value) {
        if (value instanceof JsonValue.Arr list) {
            return list.items();
        }
        refuse(field, "Found " + value.describe() + ", expected a list.");
        return List.of();
    }

    /** Notes every field that nobody asked for. */
    void close() {
        for (String name : fields.keySet()) {
            if (!asked.contains(name)) {
                refuse(
                        name,
                        "Found the unknown field " + Quoted.of(name) + ", expected only " + String.join(", ", asked)
                                + ".");
            }
        }
    }
}
