package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The corpus of malformed instance files that the model's tests hold. */
final class MalformedFiles {
    static final Path DIRECTORY = Path.of("../model/src/test/resources/org/takt/model/json/malformed");

    private MalformedFiles() {}

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
