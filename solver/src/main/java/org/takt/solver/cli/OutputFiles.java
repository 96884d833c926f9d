package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.takt.model.json.AtomicFile;

/** Files that commands write: whole or not at all. What cannot be written is a usage failure. */
final class OutputFiles {
    static final String OUTPUT = "output";

    private OutputFiles() {}

    /** Returns the file that the arguments ask for, looked at before any work is done. */
    static Optional<Path> requested(Arguments arguments, Console console) {
        Optional<Path> file = arguments.value(OUTPUT).map(console::path);
        file.ifPresent(OutputFiles::requireWritable);
        return file;
    }

    /** Refuses a file that certainly cannot be written. */
    static void requireWritable(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage("The output file " + file + " is a directory.");
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw CommandFailure.usage("The output file " + file + " lies in a directory that does not exist.");
        }
        if (!Files.isWritable(parent)) {
            throw CommandFailure.usage("The output file " + file + " lies in a directory that cannot be written to.");
        }
    }

    /** Writes a file, replacing one that exists. */
    static void write(Path file, String text) {
        try {
            AtomicFile.write(file, text);
        } catch (IOException exception) {
            throw CommandFailure.usage(
                    "The output file " + file + " cannot be written: " + Failures.reason(exception) + ".");
        }
    }

    /** Writes a file, or standard output where there is none. */
    static void print(Console console, Optional<Path> file, String text) {
        if (file.isPresent()) {
            write(file.get(), text);
            console.err().println("takt: Written: " + file.get());
        } else {
            console.out().print(text);
        }
    }
}
