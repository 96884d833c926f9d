package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;
import org.takt.model.json.InstanceWriter;

/** Every command and every exit code of the real process. */
class CommandLineIT {
    private static final Path INSTANCES = Path.of(System.getProperty("takt.instances"), "zero-bubble");

    /** Holds {@code small.json} and, solved once, its files. */
    @TempDir
    private static Path directory;

    private static TaktProcess.Ended solved;

    @BeforeAll
    static void solveASmallInstance() throws IOException, InterruptedException {
        write("small.json", small().instance());
        solved = TaktProcess.run(directory, "solve", "small.json", "--time-limit", "60", "--workers", "2");
    }

    @Test
    void solveWritesAProvedSchedule() {
        solved.withExitCode(ExitCode.OK);
        assertThat(solved.out()).contains("Status                 optimal", "Gap                    0.00 %");
        assertThat(solved.err()).containsSubsequence("time", "best", "bound", "gap", "source");
        assertThat(directory.resolve("fixture.schedule.json")).isRegularFile();
        assertThat(directory.resolve("fixture.pytorch.csv")).isRegularFile();
    }

    @Test
    void solvePrintsExactlyOneJsonObject() throws IOException, InterruptedException {
        TaktProcess.Ended ended = TaktProcess.run(
                        directory, "solve", "small.json", "--json", "--quiet", "--output", "again.schedule.json")
                .withExitCode(ExitCode.OK);
        JsonNode result = json(ended.out());
        assertThat(result.fieldNames())
                .toIterable()
                .contains(
                        "instance",
                        "status",
                        "objective",
                        "value",
                        "lowerBound",
                        "gap",
                        "certificate",
                        "makespan",
                        "maxDeviceSpan",
                        "bubbleRate",
                        "publishedBubbleRate",
                        "peakMemory",
                        "memoryLimit",
                        "elapsedSeconds",
                        "source",
                        "schedule");
        assertThat(result.get("status").asText()).isEqualTo("OPTIMAL");
        assertThat(result.get("value").asLong())
                .isEqualTo(result.get("lowerBound").asLong());
        assertThat(directory.resolve(result.get("schedule").asText())).isRegularFile();
    }

    @Test
    void verifyAcceptsBothFilesThatSolveWrites() throws IOException, InterruptedException {
        for (String file : List.of("fixture.schedule.json", "fixture.pytorch.csv")) {
            TaktProcess.Ended ended = TaktProcess.run(
                            directory, "verify", "--schedule", file, "--instance", "small.json", "--json")
                    .withExitCode(ExitCode.OK);
            JsonNode report = json(ended.out());
            assertThat(report.get("accepted").asBoolean()).isTrue();
            assertThat(solved.out())
                    .contains("Makespan               " + report.get("makespan").asText() + " us");
        }
    }

    @Test
    void exportTurnsEachFormatIntoTheOther() throws IOException, InterruptedException {
        TaktProcess.Ended csv = export("fixture.schedule.json", "pytorch-csv").withExitCode(ExitCode.OK);
        assertThat(csv.out()).isEqualTo(Files.readString(directory.resolve("fixture.pytorch.csv")));
        TaktProcess.Ended json = export("fixture.pytorch.csv", "takt-json", "--output", "exported.json")
                .withExitCode(ExitCode.OK);
        assertThat(json.out()).isEmpty();
        TaktProcess.run(directory, "verify", "--schedule", "exported.json", "--instance", "small.json")
                .withExitCode(ExitCode.OK);
    }

    @Test
    void verifyAndExportRejectWhatBreaksARule() throws IOException, InterruptedException {
        write("tight.json", small().limit(3).instance());
        TaktProcess.Ended ended = TaktProcess.run(
                        directory, "verify", "--schedule", "fixture.schedule.json", "--instance", "tight.json")
                .withExitCode(ExitCode.REJECTED);
        assertThat(ended.out()).contains("is rejected");
        TaktProcess.Ended export = TaktProcess.run(
                        directory,
                        "export",
                        "--schedule",
                        "fixture.pytorch.csv",
                        "--instance",
                        "tight.json",
                        "--format",
                        "takt-json")
                .withExitCode(ExitCode.REJECTED);
        assertThat(export.out()).isEmpty();
    }

    @Test
    void boundListsLowerBoundsUpToWhatSolveProves() throws IOException, InterruptedException {
        TaktProcess.Ended ended = TaktProcess.run(directory, "bound", "small.json", "--time-limit", "20", "--json")
                .withExitCode(ExitCode.OK);
        JsonNode result = json(ended.out());
        assertThat(result.get("bounds")).isNotEmpty();
        assertThat(result.get("lowerBound").asLong()).isPositive();
    }

    @Test
    void importMakesTheCommittedInstance() throws IOException, InterruptedException {
        TaktProcess.Ended ended = TaktProcess.run(
                        directory,
                        "import",
                        "zero-bubble",
                        INSTANCES.resolve("settings/heterogeneous.json").toString(),
                        "--name",
                        "zb-heterogeneous-p8-m32")
                .withExitCode(ExitCode.OK);
        Instance imported = InstanceReader.parse("out", ended.out().getBytes(StandardCharsets.UTF_8));
        Instance committed = InstanceReader.read(INSTANCES.resolve("zb-heterogeneous-p8-m32.json"));
        assertThat(imported.stages()).isEqualTo(committed.stages());
        assertThat(imported.devices()).isEqualTo(committed.devices());
        assertThat(imported.communication()).isEqualTo(committed.communication());
    }

    @Test
    void validateAcceptsCommittedInstances() throws IOException, InterruptedException {
        TaktProcess.Ended ended = TaktProcess.run(
                        INSTANCES, "validate", "zb-iclr-1p5b-p8-m24-1x.json", "zb-heterogeneous-p8-m32.json")
                .withExitCode(ExitCode.OK);
        assertThat(ended.out().lines())
                .containsExactly("zb-iclr-1p5b-p8-m24-1x.json: valid", "zb-heterogeneous-p8-m32.json: valid");
    }

    @Test
    void helpAndVersionNeedNothing() throws IOException, InterruptedException {
        assertThat(TaktProcess.run(directory, "--version")
                        .withExitCode(ExitCode.OK)
                        .out())
                .startsWith("takt ");
        for (String command : List.of("solve", "verify", "show", "validate", "bound", "export", "import")) {
            assertThat(TaktProcess.run(directory, command, "--help")
                            .withExitCode(ExitCode.OK)
                            .out())
                    .startsWith("Usage: takt " + command + " ");
        }
    }

    @Test
    void wrongArgumentsExitWith2() throws IOException, InterruptedException {
        TaktProcess.Ended ended =
                TaktProcess.run(directory, "solve", "small.json", "--gap", "2").withExitCode(ExitCode.USAGE);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("takt: Option --gap is \"2\", expected a share");
        TaktProcess.run(directory).withExitCode(ExitCode.USAGE);
        TaktProcess.run(directory, "solve", "small.json", "--output", "no/such/directory.json")
                .withExitCode(ExitCode.USAGE);
    }

    @Test
    void invalidFilesExitWith3NamingFileAndPointer() throws IOException, InterruptedException {
        String good = InstanceWriter.toJson(small().instance());
        Files.writeString(directory.resolve("bad.json"), good.replace("\"forward\": 1", "\"forward\": 1.5"));
        TaktProcess.Ended ended =
                TaktProcess.run(directory, "solve", "bad.json").withExitCode(ExitCode.INVALID_INPUT);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("takt: bad.json /stages/forward: Found ")
                .contains(", expected ");
        assertThat(TaktProcess.run(directory, "bound", "none.json")
                        .withExitCode(ExitCode.INVALID_INPUT)
                        .err())
                .isEqualToNormalizingNewlines("takt: none.json: There is no such file.\n");
        Files.writeString(directory.resolve("cut.schedule.json"), "{\"format\": \"takt-schedule/1\", ");
        TaktProcess.run(directory, "verify", "--schedule", "cut.schedule.json", "--instance", "small.json")
                .withExitCode(ExitCode.INVALID_INPUT);
    }

    @Test
    void everyMalformedFileIsRefusedAtAPointer() throws IOException, InterruptedException {
        List<String> files = MalformedFiles.names();
        List<String> words = new ArrayList<>(List.of("validate"));
        words.addAll(files);
        TaktProcess.Ended ended = TaktProcess.run(MalformedFiles.DIRECTORY, words.toArray(String[]::new))
                .withExitCode(ExitCode.INVALID_INPUT);
        assertThat(ended.err()).isEmpty();
        assertThat(files)
                .allSatisfy(file -> assertThat(ended.out().lines()).anyMatch(line -> line.matches(file + "(: | /).*")));
    }

    @Test
    void provedInfeasibilityExitsWith4() throws IOException, InterruptedException {
        write("infeasible.json", small().limit(1).instance());
        TaktProcess.Ended ended =
                TaktProcess.run(directory, "solve", "infeasible.json").withExitCode(ExitCode.INFEASIBLE);
        assertThat(ended.err()).contains("takt: There is no schedule: ", "d0");
    }

    @Test
    void theShortestLimitGivesAVerifiedSchedule() throws IOException, InterruptedException {
        Path instance = INSTANCES.resolve("zb-arxiv-28p3b-p32-m128-1x.json");
        TaktProcess.run(directory, "solve", instance.toString(), "--time-limit", "1ms")
                .withExitCode(ExitCode.OK);
        TaktProcess.run(
                        directory,
                        "verify",
                        "--instance",
                        instance.toString(),
                        "--schedule",
                        "zb-arxiv-28p3b-p32-m128-1x.schedule.json")
                .withExitCode(ExitCode.OK);
    }

    @Test
    void errorsInTaktItselfExitWith1() throws IOException, InterruptedException {
        write("huge.json", Instances.of(100, 10_000).instance());
        TaktProcess.Ended ended = TaktProcess.run(directory, List.of("-Xmx40m"), "bound", "huge.json")
                .withExitCode(ExitCode.INTERNAL_ERROR);
        assertThat(ended.err()).contains("takt: Out of memory; give the JVM more");
    }

    @Test
    void interruptionExitsWith130AndWritesTheBestScheduleSoFar() throws IOException, InterruptedException {
        Path instance = INSTANCES.resolve("zb-iclr-14p6b-p16-m48-0p5x.json");
        TaktProcess.Ended ended;
        try (TaktProcess process =
                TaktProcess.start(directory, List.of(), "solve", instance.toString(), "--time-limit", "1h")) {
            process.awaitOnStandardError("list scheduler");
            process.interrupt();
            ended = process.awaitEnd().withExitCode(ExitCode.INTERRUPTED);
        }
        assertThat(ended.out()).contains("Status                 feasible", "Written: ");
        TaktProcess.run(
                        directory,
                        "verify",
                        "--schedule",
                        "zb-iclr-14p6b-p16-m48-0p5x.schedule.json",
                        "--instance",
                        instance.toString())
                .withExitCode(ExitCode.OK);
    }

    /** An instance that is solved to proved optimality at once. */
    private static Instances small() {
        return Instances.of(2, 4)
                .costs(1, 1, 1)
                .backward(Backward.SPLIT)
                .memory(0, 2, 1, 0)
                .limit(4);
    }

    private static TaktProcess.Ended export(String file, String format, String... options)
            throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("export", "--schedule", file, "--instance", "small.json", "--format", format));
        words.addAll(List.of(options));
        return TaktProcess.run(directory, words.toArray(String[]::new));
    }

    private static void write(String file, Instance instance) throws IOException {
        InstanceWriter.write(directory.resolve(file), instance);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(text);
    }
}
