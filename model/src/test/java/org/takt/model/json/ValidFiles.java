package org.takt.model.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The valid instance files among the test resources; together they have every field and every choice. */
final class ValidFiles {
    static final List<String> NAMES =
            List.of("minimal.json", "every-field.json", "two-pipelines.json", "waves.json", "token-lengths.json");

    private ValidFiles() {}

    static byte[] content(String name) {
        return resource("valid/" + name);
    }

    static byte[] resource(String path) {
        try (InputStream input = Objects.requireNonNull(ValidFiles.class.getResourceAsStream(path), path)) {
            return input.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
