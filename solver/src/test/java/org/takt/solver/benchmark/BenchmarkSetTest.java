package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkSetTest {
    private static final Path INSTANCES = Path.of("../instances");

    private static final String GOOD = """
            {"format": "takt-benchmark-set/1", "name": "s", "description": "", "groups": [
            {"class": "c", "objectives": ["MAKESPAN"], "seeds": [0, 1], "instances": ["a.json", "b.json"]}]}
            """;

    @TempDir
    private Path directory;

    @Test
    void aGroupIsEachInstanceWithEachObjective() throws IOException {
        BenchmarkSet set = read(GOOD.replace("[\"MAKESPAN\"]", "[\"MAKESPAN\", \"MAX_DEVICE_SPAN\"]"));
        assertThat(set.cases())
                .containsExactly(
                        new BenchmarkCase("c", "a.json", "MAKESPAN", List.of(0, 1)),
                        new BenchmarkCase("c", "a.json", "MAX_DEVICE_SPAN", List.of(0, 1)),
                        new BenchmarkCase("c", "b.json", "MAKESPAN", List.of(0, 1)),
                        new BenchmarkCase("c", "b.json", "MAX_DEVICE_SPAN", List.of(0, 1)));
    }

    @Test
    void aUnionHasEachCaseOnceWithTheSeedsOfAll() throws IOException {
        BenchmarkSet other = read(GOOD.replace("\"a.json\"", "\"c.json\"").replace("[0, 1]", "[5, 0]"));
        assertThat(BenchmarkSet.union(List.of(read(GOOD), other)))
                .containsExactly(
                        new BenchmarkCase("c", "a.json", "MAKESPAN", List.of(0, 1)),
                        new BenchmarkCase("c", "b.json", "MAKESPAN", List.of(0, 1, 5)),
                        new BenchmarkCase("c", "c.json", "MAKESPAN", List.of(5, 0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "takt-benchmark-set/1 | takt-instance/1 | The format is \"takt-instance/1\", expected",
                "\"seeds\": [0, 1], | ` ` | /groups/0/seeds: Found nothing, expected a list.",
                "[0, 1] | [0, 0] | /groups/0: The seeds are [0, 0], expected at least one, each at least 0",
                "[0, 1] | [] | /groups/0: The seeds are []",
                "[0, 1] | [-1] | /groups/0: The seeds are [-1]",
                "[0, 1] | [0, \"1\"] | /groups/0/seeds/1: Found \"1\", expected a whole number.",
                "[0, 1] | 3 | /groups/0/seeds: Found 3, expected a list.",
                "[0, 1] | [null] | /groups/0: Found null in a list, expected none.",
                "MAKESPAN | FASTEST | /groups/0: The objective is \"FASTEST\", expected MAKESPAN,",
                "[\"MAKESPAN\"] | [] | /groups/0: The list of objectives is empty",
                "\"c\" | ` \" \"` | /groups/0: The class is blank",
                "b.json | a.json | The set names a.json with MAKESPAN twice, expected once.",
                "\"name\" | \"nam\": 1, \"name\" | /nam: Found the unknown field \"nam\", expected only ",
                "\"name\": \"s\" | \"name\": null | /name: Found null, expected a string.",
                "]}]} | ]} | The JSON is broken at line ",
            })
    void refusesMalformedFilesAndSaysWhere(String right, String wrong, String message) {
        String text = GOOD.replace(right, wrong);
        assertThat(text).isNotEqualTo(GOOD);
        assertThatExceptionOfType(InvalidBenchmarkFileException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining("set.json")
                .withMessageContaining(message);
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        Path file = directory.resolve("set.json");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatExceptionOfType(InvalidBenchmarkFileException.class)
                .isThrownBy(() -> BenchmarkSet.read(file))
                .withMessageContaining("is not UTF-8");
    }

    @Test
    void theCommittedSetsNameInstancesThatAreThereAndAgreeOnClasses() throws IOException {
        Map<String, String> classes = new HashMap<>();
        for (BenchmarkSet set : committed()) {
            for (BenchmarkCase each : set.cases()) {
                assertThat(INSTANCES.resolve(each.instance())).isRegularFile();
                classes.merge(each.instance(), each.category(), (first, second) -> {
                    assertThat(second).as(each.instance()).isEqualTo(first);
                    return first;
                });
            }
        }
        assertThat(classes.values())
                .contains("zero-bubble >= 1x", "zero-bubble < 1x", "heterogeneous", "chunked", "large");
    }

    @Test
    void theCoreSetHas24InstancesOfEachClassWithThreeSeedsAndTheOthersOne() throws IOException {
        for (BenchmarkSet set : committed()) {
            boolean core = set.name().equals("core");
            assertThat(set.cases()).allSatisfy(each -> assertThat(each.seeds())
                    .containsExactlyElementsOf(core ? List.of(0, 1, 2) : List.of(0)));
            if (core) {
                assertThat(set.cases().stream().map(BenchmarkCase::instance).distinct())
                        .hasSize(24);
                assertThat(set.cases().stream().map(BenchmarkCase::category).distinct())
                        .hasSize(5);
            }
        }
    }

    @Test
    void allSetsTogetherHaveEveryCommittedInstanceAndZeroBubblesWithBothObjectives() throws IOException {
        List<String> cases = BenchmarkSet.union(committed()).stream()
                .map(each -> each.instance() + " " + each.objective())
                .toList();
        try (Stream<Path> files = Files.walk(INSTANCES, 2)) {
            List<String> instances = files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> INSTANCES.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.contains("/") && !file.startsWith("sets/"))
                    .toList();
            assertThat(instances).hasSizeGreaterThan(21 * 5);
            for (String instance : instances) {
                assertThat(cases).contains(instance + " MAKESPAN");
                if (instance.matches("zero-bubble/zb-(iclr|arxiv)-.*")) {
                    assertThat(cases).contains(instance + " MAX_DEVICE_SPAN");
                }
            }
        }
    }

    private static List<BenchmarkSet> committed() throws IOException {
        List<BenchmarkSet> sets = new ArrayList<>();
        try (Stream<Path> files = Files.list(INSTANCES.resolve("sets"))) {
            for (Path file : files.sorted().toList()) {
                BenchmarkSet set = BenchmarkSet.read(file);
                assertThat(file).hasFileName(set.name() + ".json");
                sets.add(set);
            }
        }
        assertThat(sets)
                .extracting(BenchmarkSet::name)
                .containsExactly(
                        "chunked",
                        "core",
                        "heterogeneous",
                        "large",
                        "long-context",
                        "models",
                        "segments",
                        "sequences",
                        "smoke",
                        "tight",
                        "topology",
                        "unequal",
                        "zero-bubble");
        return sets;
    }

    private BenchmarkSet read(String text) throws IOException {
        Path file = directory.resolve("set.json");
        Files.writeString(file, text);
        return BenchmarkSet.read(file);
    }
}
