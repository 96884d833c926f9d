package org.takt.model.json;

import org.takt.model.instance.InstanceProblem;

/**
 * One thing wrong with a file.
 *
 * @param pointer JSON pointer (RFC 6901) to the place, or to where a missing field should stand; empty for the whole file
 * @param message a full sentence that says what was found and what was expected
 */
public record JsonProblem(String pointer, String message) {
    /** Returns one line that begins with what the problem was found in, such as a file. */
    public String in(String source) {
        return new InstanceProblem(pointer, message).in(source);
    }

    @Override
    public String toString() {
        return new InstanceProblem(pointer, message).toString();
    }
}
