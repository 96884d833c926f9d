package org.takt.model.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file whose size is checked before its content is read. */
final class InputFile {
    private InputFile() {}

    /**
     * Returns the content, or nothing and a problem if there is no such file, it is a directory, or it is too large.
     *
     * @throws IOException if the file exists but cannot be read
     */
    static Optional<byte[]> read(Path file, long maxBytes, ProblemList problems) throws IOException {
        if (Files.notExists(file)) {
            problems.add("", "There is no such file.");
            return Optional.empty();
        }
        if (Files.isDirectory(file)) {
            problems.add("", "Found a directory, expected a file.");
            return Optional.empty();
        }
        long size = Files.size(file);
        if (size > maxBytes) {
            problems.add("", "The file has " + size + " bytes, expected at most " + maxBytes + ".");
            return Optional.empty();
        }
        // Pipes and devices have no size of their own, and files grow, so the limit holds while reading as well.
        try (InputStream input = Files.newInputStream(file)) {
            byte[] content = input.readNBytes(Math.toIntExact(maxBytes) + 1);
            if (content.length > maxBytes) {
                problems.add("", "The file has more than " + maxBytes + " bytes, expected at most that.");
                return Optional.empty();
            }
            return Optional.of(content);
        }
    }
}
