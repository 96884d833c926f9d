package org.takt.solver.cli;

import java.util.List;

/**
 * A file for a runtime.
 *
 * @param text the file
 * @param notes what to know before using it, in sentences
 */
record Exported(String text, List<String> notes) {
    Exported {
        notes = List.copyOf(notes);
    }

    static Exported of(String text) {
        return new Exported(text, List.of());
    }
}
