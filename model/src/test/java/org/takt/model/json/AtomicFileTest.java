package org.takt.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path directory = Path.of("");

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void writesAndReplaces() throws IOException {
        Path file = directory.resolve("a.json");

        AtomicFile.write(file, "first, the longer one");
        AtomicFile.write(file, "zweiter Ä");

        assertThat(file).content().isEqualTo("zweiter Ä");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void keepsSymbolicLinks() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        AtomicFile.write(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(target).content().isEqualTo("new");
    }

    @Test
    void leavesWhatWasThereWhenItFails() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "old");

        assertThatIOException().isThrownBy(() -> AtomicFile.write(file, "half \ud83d"));

        assertThat(file).content().isEqualTo("old");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void refusesPlacesThatHoldNoFiles() throws IOException {
        Path full = Files.createDirectories(directory.resolve("full/inside")).getParent();

        assertThatIOException().isThrownBy(() -> AtomicFile.write(directory.resolve("missing/a.json"), "text"));
        assertThatIOException().isThrownBy(() -> AtomicFile.write(full, "text"));

        assertThat(names()).containsExactly("full");
    }

    @Test
    void probesWithoutATrace() throws IOException {
        AtomicFile.probe(directory.resolve("a.json"));

        assertThatIOException().isThrownBy(() -> AtomicFile.probe(directory.resolve("missing/a.json")));
        assertThatIOException().isThrownBy(() -> AtomicFile.probe(directory.resolve("n".repeat(250))));
        assertThat(names()).isEmpty();
    }
}
