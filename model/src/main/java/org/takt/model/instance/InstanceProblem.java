package org.takt.model.instance;

/**
 * One thing wrong with an instance.
 *
 * @param pointer JSON pointer (RFC 6901) to the place, empty for the whole document
 * @param message a full sentence that says what was found and what was expected
 */
public record InstanceProblem(String pointer, String message) {
    @Override
    public String toString() {
        return (pointer.isEmpty() ? "/" : pointer) + ": " + message;
    }
}
