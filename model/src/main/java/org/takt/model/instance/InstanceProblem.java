package org.takt.model.instance;

import java.util.regex.Pattern;

/**
 * One thing wrong with an instance.
 *
 * @param pointer JSON pointer (RFC 6901) to the place, empty for the whole document
 * @param message a full sentence that says what was found and what was expected
 */
public record InstanceProblem(String pointer, String message) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    /** Returns one line that begins with what the problem was found in, such as a file. */
    public String in(String source) {
        return source + (pointer.isEmpty() ? ": " : " ") + this;
    }

    /** Returns one line; control characters of names out of files are escaped as JSON does. */
    @Override
    public String toString() {
        String place = CONTROL.matcher(pointer)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
        return (place.isEmpty() ? "" : place + ": ") + message;
    }
}
