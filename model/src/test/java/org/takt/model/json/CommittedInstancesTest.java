package org.takt.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    private static Map<String, List<Instance>> families;
    private static InstanceIndex index;

    @BeforeAll
    static void generate() throws IOException {
        families = CommittedInstances.families(FOLDER);
        index = InstanceIndex.read(FOLDER.resolve(InstanceIndex.FILE));
        for (Map.Entry<String, List<Instance>> family : families.entrySet()) {
            index = index.withFamily(family.getKey(), entries(family.getKey(), family.getValue()));
        }
        if (Boolean.getBoolean("takt.writeInstances")) {
            for (Map.Entry<String, List<Instance>> family : families.entrySet()) {
                for (Instance instance : family.getValue()) {
                    InstanceWriter.write(file(family.getKey(), instance), instance);
                }
            }
            AtomicFile.write(FOLDER.resolve(InstanceIndex.FILE), index.toJson());
        }
    }

    private static List<InstanceIndex.Entry> entries(String family, List<Instance> instances) {
        return instances.stream()
                .map(instance -> InstanceIndex.Entry.of(family, instance))
                .toList();
    }

    private static Path file(String family, Instance instance) {
        return FOLDER.resolve(family).resolve(instance.name() + ".json");
    }

    @Test
    void everyFileIsTheGeneratedOneByteForByte() throws IOException {
        for (Map.Entry<String, List<Instance>> family : families.entrySet()) {
            for (Instance instance : family.getValue()) {
                assertThat(Files.readString(file(family.getKey(), instance)))
                        .as(instance.name())
                        .isEqualTo(InstanceWriter.toJson(instance));
            }
        }
    }

    @Test
    void theIndexListsThemAndItsFileIsWhatWouldBeWritten() throws IOException {
        assertThat(Files.readString(FOLDER.resolve(InstanceIndex.FILE))).isEqualTo(index.toJson());
    }

    @Test
    void theIndexListsEveryInstanceFile() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !file.equals(InstanceIndex.FILE))
                    .filter(file -> !file.equals("zero-bubble/settings/heterogeneous.json"))
                    .filter(file -> !file.startsWith("sets/"))
                    .toList();
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(index.entries().stream()
                            .map(InstanceIndex.Entry::path)
                            .toList());
        }
    }

    @Test
    void everyListedInstanceIsReadAndNamedLikeItsFileAndSaysWhereItComesFrom() throws IOException {
        for (InstanceIndex.Entry entry : index.entries()) {
            Instance instance = InstanceReader.read(FOLDER.resolve(entry.path()));
            assertThat(instance.name()).isEqualTo(entry.name());
            assertThat(entry.path()).isEqualTo(entry.family() + "/" + entry.name() + ".json");
            assertThat(instance.devices()).hasSize(entry.devices());
            assertThat(instance.microBatches()).hasSize(entry.microBatches());
            assertThat(instance.provenance()).as(entry.path()).isPresent();
        }
    }

    @Test
    void thereAreTheFiveLimitsOfAllPublishedSettings() {
        assertThat(families.get("zero-bubble")).hasSize(21 * 5 + 1);
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
