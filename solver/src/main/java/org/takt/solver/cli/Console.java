package org.takt.solver.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What a command sees of the process it runs in.
 *
 * @param in what the command is given beside its arguments
 * @param out for results
 * @param err for progress, warnings and errors
 * @param directory what relative file names refer to
 */
record Console(InputStream in, PrintStream out, PrintStream err, Path directory) {
    /** Returns the path that a file name given by the user means. */
    Path path(String file) {
        if (file.isEmpty()) {
            throw CommandFailure.usage("A file name is empty.");
        }
        try {
            return directory.resolve(file);
        } catch (InvalidPathException exception) {
            throw CommandFailure.usage("\"" + file + "\" is no file name: " + exception.getReason() + ".");
        }
    }
}
