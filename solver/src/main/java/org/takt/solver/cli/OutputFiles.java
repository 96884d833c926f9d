package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.takt.model.json.AtomicFile;

/** Files that commands write: whole or not at all. What cannot be written is a usage failure. */
final class OutputFiles {
    static final String OUTPUT = "output";

    private OutputFiles() {}

    /**
     * Returns the file that the arguments ask for, looked at before any work is done.
     *
     * @param inputs the files that the command reads; what is none, such as the name of a known model, is left aside
     */
    static Optional<Path> requested(Arguments arguments, Console console, List<String> inputs) {
        Optional<Path> file = arguments.value(OUTPUT).map(console::path);
        file.ifPresent(OutputFiles::requireWritable);
        file.ifPresent(output -> inputs.forEach(input -> requireDifferent(output, console.path(input))));
        return file;
    }

    /** Refuses a file that is an input of the same command, by whatever name. */
    static void requireDifferent(Path output, Path input) {
        try {
            boolean areFiles = Files.isRegularFile(output) && Files.isRegularFile(input);
            if (areFiles && Files.isSameFile(output, input)) {
                throw CommandFailure.usage(
                        "The output file " + output + " is the input " + input + ", expected another file.");
            }
        } catch (IOException exception) {
            throw unwritable(output, exception);
        }
    }

    /** Refuses a file that cannot be written. */
    static void requireWritable(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage("The output file " + file + " is a directory.");
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw CommandFailure.usage("The output file " + file + " lies in a directory that does not exist.");
        }
        try {
            AtomicFile.probe(file);
        } catch (IOException exception) {
            throw unwritable(file, exception);
        }
    }

    /** Writes a file, replacing one that exists. */
    static void write(Path file, String text) {
        try {
            AtomicFile.write(file, text);
        } catch (IOException exception) {
            throw unwritable(file, exception);
        }
    }

    private static CommandFailure unwritable(Path file, IOException exception) {
        boolean isRefused = exception instanceof NoSuchFileException;
        String reason = isRefused ? "its directory takes no new files" : Failures.reason(exception);
        return CommandFailure.usage("The output file " + file + " cannot be written: " + reason + ".");
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
