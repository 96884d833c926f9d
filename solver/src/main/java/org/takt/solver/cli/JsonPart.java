package org.takt.solver.cli;

/**
 * Part of a JSON object that is written already.
 *
 * @param text a JSON value on one line
 */
record JsonPart(String text) {
    @Override
    public String toString() {
        return text;
    }
}
