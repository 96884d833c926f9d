package org.takt.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.instance.InvalidInstanceException;

class InstanceIndexTest {
    private static final InstanceIndex.Entry FIRST = new InstanceIndex.Entry("x", "one/x.json", "one", 2, 3, 12);
    private static final InstanceIndex.Entry SECOND = new InstanceIndex.Entry("y", "two/y.json", "two", 4, 5, 40);
    private static final InstanceIndex.Entry THIRD = new InstanceIndex.Entry("z", "one/z.json", "one", 6, 7, 84);

    @TempDir
    private Path directory;

    @Test
    void isReadBackAsWritten() throws IOException {
        InstanceIndex index = new InstanceIndex(List.of(FIRST, SECOND, THIRD));
        Path file = Files.writeString(directory.resolve(InstanceIndex.FILE), index.toJson());
        assertThat(InstanceIndex.read(file)).isEqualTo(index);
    }

    @Test
    void aFamilyStaysInItsPlaceAndANewOneComesLast() {
        InstanceIndex index = new InstanceIndex(List.of(FIRST, SECOND));
        assertThat(index.withFamily("one", List.of(THIRD)).entries()).containsExactly(THIRD, SECOND);
        assertThat(index.withFamily("one", List.of()).entries()).containsExactly(SECOND);
        InstanceIndex.Entry other = new InstanceIndex.Entry("w", "three/w.json", "three", 1, 1, 2);
        assertThat(index.withFamily("three", List.of(other)).entries()).containsExactly(FIRST, SECOND, other);
        assertThat(index.family("two")).containsExactly(SECOND);
    }

    @Test
    void everythingWrongIsSaidAtOnce() throws IOException {
        Path file = Files.writeString(
                directory.resolve("index.json"),
                "{\"instances\": [{\"name\": \"x\", \"path\": 1, \"family\": \"one\", \"p\": 0, \"m\": 3, \"ops\": 4, \"q\": 1}], "
                        + "\"rest\": 1}");
        assertThatThrownBy(() -> InstanceIndex.read(file))
                .isInstanceOf(InvalidInstanceException.class)
                .hasMessageContainingAll("/instances/0/path", "/instances/0/p", "/instances/0/q", "/rest");
        assertThatThrownBy(() -> InstanceIndex.read(directory.resolve("none.json")))
                .isInstanceOf(InvalidInstanceException.class)
                .hasMessageContaining("There is no such file.");
    }
}
