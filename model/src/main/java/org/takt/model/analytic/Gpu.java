package org.takt.model.analytic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A GPU by its vendor's figures.
 *
 * @param name what people call it
 * @param teraflops dense bf16, 10^12 operations a second
 * @param memoryBytes memory
 * @param nodeGigabytes to a GPU of the same node, 10^9 bytes a second in each direction
 * @param networkGigabytes to one of another node, 10^9 bytes a second in each direction
 */
public record Gpu(String name, long teraflops, long memoryBytes, long nodeGigabytes, long networkGigabytes) {
    private static final String FILE = "gpus.csv";

    /** Returns the GPUs that are known by name; the file names its source. */
    public static List<Gpu> all() {
        try (InputStream input = Objects.requireNonNull(Gpu.class.getResourceAsStream(FILE), FILE)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(Gpu::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the GPU of a name. */
    public static Optional<Gpu> named(String name) {
        return all().stream().filter(gpu -> gpu.name.equals(name)).findFirst();
    }

    private static Gpu of(String line) {
        String[] cells = line.split(",", -1);
        return new Gpu(
                cells[0],
                Long.parseLong(cells[1]),
                Long.parseLong(cells[2]),
                Long.parseLong(cells[3]),
                Long.parseLong(cells[4]));
    }
}
