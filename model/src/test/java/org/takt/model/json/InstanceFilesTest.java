package org.takt.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;

/** Files as a whole: where they are, how large they are, and how many problems they may tell. */
class InstanceFilesTest {
    private static final String MINIMAL = new String(ValidFiles.content("minimal.json"), UTF_8);

    @TempDir
    private Path directory = Path.of("");

    private static List<InstanceProblem> problems(Path file) {
        InvalidInstanceException refusal =
                catchThrowableOfType(InvalidInstanceException.class, () -> InstanceReader.read(file));
        assertThat(refusal.source()).isEqualTo(file.toString());
        assertThat(refusal).hasMessageStartingWith(file.toString());
        return refusal.problems();
    }

    private static List<InstanceProblem> problems(String json) {
        return catchThrowableOfType(
                        InvalidInstanceException.class, () -> InstanceReader.parse("text", json.getBytes(UTF_8)))
                .problems();
    }

    @Test
    void comesBackFromAFile() throws IOException {
        Instance instance = Instances.of(3, 4).costs(1, 2, 3).instance();
        Path file = directory.resolve("instance.json");

        InstanceWriter.write(file, instance);

        assertThat(InstanceReader.read(file)).isEqualTo(instance);
        assertThat(Files.readString(file)).isEqualTo(InstanceWriter.toJson(instance));
    }

    @Test
    void tellsOfFilesThatAreNone() {
        assertThat(problems(directory.resolve("missing.json")))
                .containsExactly(new InstanceProblem("", "There is no such file."));
        assertThat(problems(directory)).containsExactly(new InstanceProblem("", "Found a directory, expected a file."));
    }

    @Test
    void doesNotReadFilesThatAreTooLarge() throws IOException {
        Path file = directory.resolve("large.json");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength((64 << 20) + 1);
        }

        assertThat(problems(file))
                .containsExactly(new InstanceProblem("", "The file has 67108865 bytes, expected at most 67108864."));
    }

    @Test
    void readsFilesThatAreAsLargeAsTheyMayBe() {
        byte[] content = new byte[64 << 20];
        Arrays.fill(content, (byte) ' ');
        System.arraycopy(MINIMAL.getBytes(UTF_8), 0, content, 0, MINIMAL.getBytes(UTF_8).length);

        assertThat(InstanceReader.parse("padded", content).name()).isEqualTo("minimal");
    }

    @Test
    void refusesMoreValuesThanAnyInstanceNeeds() {
        String json = MINIMAL.replace("\"minimal\"", "[" + "0,".repeat(5_000_000) + "0]");

        assertThat(problems(json))
                .extracting(InstanceProblem::message)
                .containsExactly("The file holds more than 5000000 JSON values, expected at most that many.");
    }

    @Test
    void refusesListsBeyondTheirLimits() {
        String json = MINIMAL.replace("{\"count\": 2}", "[" + "{},".repeat(100_000) + "{}]")
                .replace("{\"count\": 3}", "[" + "{},".repeat(1_000_000) + "{}]")
                .replace(
                        "\"backward\"",
                        "\"placement\": {\"type\": \"explicit\", \"devices\": [" + "9,".repeat(100_000)
                                + "9]}, \"communication\": {\"edges\": [" + "{},".repeat(100_000)
                                + "{}]}, \"backward\"");

        assertThat(problems(json))
                .containsExactly(
                        new InstanceProblem("/devices", "Found a list of 100001, expected 1 to 100000 devices."),
                        new InstanceProblem(
                                "/placement/devices", "Found a list of 100001, expected at most 100000 items."),
                        new InstanceProblem(
                                "/communication/edges", "Found a list of 100001, expected at most 100000 items."),
                        new InstanceProblem(
                                "/microBatches", "Found a list of 1000001, expected 1 to 1000000 micro-batches."));
    }

    @Test
    void countsTheProblemsBeyondTheFirstThousand() {
        String json = MINIMAL.replace("{\"count\": 3}", "[" + "{\"x\": 0},".repeat(1499) + "{}]");

        List<InstanceProblem> problems = problems(json);

        assertThat(problems).hasSize(1001);
        assertThat(problems.get(999).pointer()).isEqualTo("/microBatches/999/x");
        assertThat(problems.get(1000))
                .isEqualTo(new InstanceProblem("", "There are 499 more problems, expected none."));
    }

    @Test
    void keepsItsMessagesShortWhateverTheFileHolds() {
        String json = MINIMAL.replace("\"us\"", "1" + "0".repeat(1_000_000))
                .replace("\"MiB\"", "[\"" + "x".repeat(1_000_000) + "\"]")
                .replace("\"split\"", "\"🚂" + "\\u001b[2J🚂".repeat(100_000) + "\"");

        assertThat(problems(json)).hasSize(3).allSatisfy(problem -> assertThat(problem.message())
                .hasSizeLessThan(200)
                .doesNotContain("\u001b")
                .doesNotMatch(".*\\p{Cs}.*"));
    }

    @Test
    void keepsControlCharactersOfNamesOffTheScreen() {
        String json = MINIMAL.replace("\"name\"", "\"\\u001b[2J\\n\": 1, \"name\"");

        assertThat(problems(json)).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/\u001b[2J\n");
            assertThat(problem.toString())
                    .startsWith("/\\u001b[2J\\u000a: Found the unknown field \"\\u001B[2J\\n\", expected only ")
                    .doesNotContainPattern("\\p{Cc}");
        });
    }

    @Test
    void doesNotBuildPointersOfLongNames() {
        String json = "{\"" + "n".repeat(20_000_000) + "\": NaN}";

        assertThat(problems(json)).singleElement().satisfies(problem -> assertThat(problem.pointer())
                .isEmpty());
    }

    /** The first pair collides in Java's string hash, the second in Jackson's. */
    @ParameterizedTest
    @CsvSource({"Aa, BB", "Ac, BB"})
    void toleratesNamesWhoseHashesCollide(String zero, String one) {
        StringBuilder details = new StringBuilder();
        for (int index = 0; index < 1 << 16; index++) {
            details.append(index == 0 ? "" : ", ").append('"');
            for (int bit = 0; bit < 16; bit++) {
                details.append((index >> bit & 1) == 0 ? zero : one);
            }
            details.append("\": \"\"");
        }
        String json = MINIMAL.replace(
                "\"backward\"",
                "\"provenance\": {\"kind\": \"synthetic\", \"source\": \"s\", \"details\": {" + details
                        + "}}, \"backward\"");

        assertThat(InstanceReader.parse("colliding", json.getBytes(UTF_8))
                        .provenance()
                        .orElseThrow()
                        .details())
                .hasSize(1 << 16);
    }
}
