package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.json.InstanceWriter;
import org.takt.model.oplist.PyTorchCsv;

/** What PyTorch's loader rejects, or its runtime fails on, {@code takt verify} rejects; what is sound it accepts. */
class TorchLoaderCasesTest {
    @TempDir
    private Path directory;

    /** A line of the index. */
    record Case(String name, String form, int devices, Integer[] deviceOfStage, int microBatches, boolean sound) {
        static Case of(String line) {
            String[] fields = line.split(",", 8);
            return new Case(
                    fields[0],
                    fields[1],
                    Integer.parseInt(fields[2]),
                    Arrays.stream(fields[3].split(" ")).map(Integer::valueOf).toArray(Integer[]::new),
                    Integer.parseInt(fields[4]),
                    fields[6].equals("yes"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return text("INDEX.csv").lines().skip(1).map(Case::of);
    }

    static Stream<String> randomFiles() {
        return IntStream.range(0, 60).mapToObj(index -> String.format("fuzz%03d_", index));
    }

    @Test
    void thereAreCasesOfBothKinds() {
        assertThat(cases().filter(Case::sound)).hasSizeGreaterThan(25);
        assertThat(cases().filter(one -> !one.sound())).hasSizeGreaterThan(35);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAcceptedIfSoundAndRejectedWithAReasonIfNot(Case one) throws IOException {
        write(one.devices(), one.deviceOfStage(), one.microBatches(), text(one.name() + ".csv"));

        CommandLineRun run = CommandLineRun.of(
                directory, "verify", "--schedule", "s.csv", "--instance", "i.json", "--csv-form", one.form());

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(one.sound() ? ExitCode.OK : ExitCode.REJECTED);
        if (!one.sound()) {
            assertThat(run.out()).containsPattern("s\\.csv is rejected, \\d+ problems?:\n  \\p{Upper}.*\\.\n");
        }
    }

    @ParameterizedTest
    @MethodSource("randomFiles")
    void acceptsTheRandomOrdersThatRan(String prefix) throws IOException {
        String name = text("fuzz/FILES.txt")
                .lines()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElseThrow();
        String text = text("fuzz/" + name);
        TreeMap<Integer, Integer> deviceOfStage = new TreeMap<>();
        List<String> rows = text.lines().toList();
        for (int row = 0; row < rows.size(); row++) {
            Matcher cell = Pattern.compile("(\\d+)F\\d").matcher(rows.get(row));
            while (cell.find()) {
                deviceOfStage.put(Integer.parseInt(cell.group(1)), row);
            }
        }
        int microBatches = Integer.parseInt(name.replaceAll(".*_m(\\d+)\\.csv", "$1"));
        write(rows.size(), deviceOfStage.values().toArray(Integer[]::new), microBatches, text);

        CommandLineRun run = CommandLineRun.of(directory, "verify", "--schedule", "s.csv", "--instance", "i.json");

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
    }

    private void write(int devices, Integer[] deviceOfStage, int microBatches, String text) throws IOException {
        Instances instance = Instances.of(devices, microBatches)
                .stages(deviceOfStage.length)
                .explicit(deviceOfStage)
                .backward(Backward.EITHER);
        Files.writeString(directory.resolve("i.json"), InstanceWriter.toJson(instance.instance()));
        Files.writeString(directory.resolve("s.csv"), text);
    }

    private static String text(String name) {
        try (InputStream stream =
                Objects.requireNonNull(PyTorchCsv.class.getResourceAsStream("torch-loader/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
