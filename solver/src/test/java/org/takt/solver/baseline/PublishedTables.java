package org.takt.solver.baseline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The published tables in this package's test resources; each says where it comes from in its first line. */
final class PublishedTables {
    private PublishedTables() {}

    /** Returns the cells of a table without comments; its first row is the header. */
    static List<String[]> read(String name) {
        try (InputStream stream = Objects.requireNonNull(PublishedTables.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
