package org.takt.model.json;

import java.util.Map;
import java.util.Optional;

/** The field {@code format}, which says what a file is. */
final class FormatTag {
    static final String INSTANCE = "takt-instance/1";
    static final String SCHEDULE = "takt-schedule/1";
    static final String RESULT = "takt-result/1";
    static final String MODEL = "takt-model/1";

    private static final Map<String, String> KINDS =
            Map.of(INSTANCE, "an instance", SCHEDULE, "a schedule", RESULT, "a result", MODEL, "a model");

    private FormatTag() {}

    /** Notes a missing or other format. Returns whether the file may be of the expected one, so that going on makes sense. */
    static boolean check(ObjectCursor cursor, String expected) {
        Optional<JsonValue> found = cursor.required("format", Quoted.of(expected));
        if (found.isEmpty() || found.get().equals(new JsonValue.Text(expected))) {
            return true;
        }
        String isAnother = found.get() instanceof JsonValue.Text text && KINDS.containsKey(text.value())
                ? ": this file is " + KINDS.get(text.value()) + ", not " + KINDS.get(expected)
                : "";
        cursor.refuse(
                "format", "Found " + found.get().describe() + ", expected " + Quoted.of(expected) + isAnother + ".");
        return false;
    }
}
