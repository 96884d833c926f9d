package org.takt.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.takt.model.instance.Instance;

/**
 * The committed instances are what their figures make of them. To write them anew:
 * {@code mvn -pl model test -Dtest=CommittedInstancesTest -Dtakt.writeInstances=true}.
 */
class CommittedInstancesTest {
    private static final Path FOLDER = Path.of("../instances");

    private static Map<String, String> expected;

    @BeforeAll
    static void generate() throws IOException {
        expected = CommittedInstances.files(FOLDER);
        if (Boolean.getBoolean("takt.writeInstances")) {
            for (Map.Entry<String, String> file : expected.entrySet()) {
                AtomicFile.write(FOLDER.resolve(file.getKey()), file.getValue());
            }
        }
    }

    @Test
    void everyFileIsTheGeneratedOneByteForByte() throws IOException {
        for (Map.Entry<String, String> file : expected.entrySet()) {
            assertThat(Files.readString(FOLDER.resolve(file.getKey())))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void thereAreNoOtherInstanceFiles() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !file.equals("zero-bubble/settings/heterogeneous.json"))
                    .toList();
            assertThat(new TreeSet<>(found)).isEqualTo(new TreeSet<>(expected.keySet()));
        }
    }

    @Test
    void everyInstanceIsReadBackAndNamedLikeItsFile() throws IOException {
        int instances = 0;
        for (String path : expected.keySet()) {
            if (!path.equals("index.json")) {
                Instance instance = InstanceReader.read(FOLDER.resolve(path));
                assertThat(path).endsWith("/" + instance.name() + ".json");
                assertThat(instance.provenance()).as(path).isPresent();
                instances++;
            }
        }
        assertThat(instances).isEqualTo(21 * 5 + 2);
    }

    @Test
    void theLimitsAreMultiplesOfWhat1F1BNeedsOnItsFirstDevice() throws IOException {
        long activation = 201_216;
        Map<String, Long> limits = Map.of(
                "0p5x", 4 * activation,
                "0p75x", 6 * activation,
                "1x", 8 * activation,
                "1p5x", 12 * activation,
                "2x", 16 * activation);
        for (Map.Entry<String, Long> limit : limits.entrySet()) {
            Path file = FOLDER.resolve("zero-bubble/zb-iclr-1p5b-p8-m24-" + limit.getKey() + ".json");
            assertThat(InstanceReader.read(file).devices())
                    .allSatisfy(device -> assertThat(device.memoryLimit()).hasValue(limit.getValue()));
        }
    }
}
