package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Segmentation;
import org.takt.model.json.InstanceReader;
import org.takt.model.json.InstanceWriter;
import org.takt.solver.Status;

/** {@code takt solve --segments}; the cuts themselves are tested in the library. */
class SegmentDecisionTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeInstance() throws IOException {
        write("fixture");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,3 | 5 | Option --segments names 3 equal segments in multiples of 5 tokens, which the instance does not"
                        + " admit at /microBatches/0/segments/granularity: Found a granularity of 5 tokens, expected one"
                        + " that divides the micro-batch's 16.",
                "1,20 | 1 | /microBatches/0/segments/count: Found 20 segments for 16 times 1 tokens, expected at most",
                "1,1000000 | 1 | /microBatches/0/segments/count: Found 1000000, expected 1 to 100000.",
            })
    void refusesCutsThatDoNotFit(String segments, String granularity, String message) {
        CommandLineRun run = solve(Status.FEASIBLE, "--segments", segments, "--granularity", granularity);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
    }

    @Test
    void refusesTheObjectivePeriod() {
        CommandLineRun run = solve(Status.FEASIBLE, "--segments", "1,2", "--objective", "PERIOD");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Option --segments goes with the objectives of a batch only; found PERIOD.");
    }

    @Test
    void writesTheInstanceCutSoBesideTheSchedule() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        CommandLineRun run = solve(Engine.TAKT, "--segments", "2", "--output", "elsewhere/x.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(files(directory)).containsExactlyInAnyOrder("i.json", "elsewhere");
        assertThat(files(elsewhere)).contains("x.json", "x.cut.json");
        assertThat(InstanceReader.read(elsewhere.resolve("x.cut.json")).microBatches())
                .allMatch(microBatch -> microBatch.segmentCount() == 2);
    }

    @Test
    void instancesCannotNameAFileElsewhere() throws IOException {
        write("../../evil");
        assertThat(solve(Engine.TAKT, "--segments", "2").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(files(directory)).contains("-.-..-evil.cut.json");
    }

    @Test
    void refusesToReplaceTheInstanceByTheOneThatIsCut() throws IOException {
        Files.move(directory.resolve("i.json"), directory.resolve("x.cut.json"));
        CommandLineRun run = CommandLineRun.of(
                new FixedEngine(Status.OPTIMAL), directory, "solve", "x.cut.json", "--segments=2", "--output=x.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("x.cut.json is the input ");
    }

    @Test
    void showsProgressUnlessQuiet() {
        assertThat(solve(Engine.TAKT, "--segments", "1,2").err()).contains("time", "bound: ", " on 2 equal segments");
        assertThat(solve(Engine.TAKT, "--segments", "1,2", "--quiet").err()).isEmpty();
    }

    @Test
    void speaksOfAllCutsWhereItSpeaksOfTheGap() {
        CommandLineRun run = CommandLineRun.of(
                Engine.TAKT, directory, "solve", "i.json", "--quiet", "--segments=1,2,4", "--gap=50%");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines().filter(line -> line.contains("Gap ") || line.contains("gap ")))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Lower bound and gap hold for all 3 cuts, the bound being least for ");
    }

    @Test
    void printsTheDecisionAsJson() throws IOException {
        JsonNode result =
                json(CommandLineRun.of(Engine.TAKT, directory, "solve", "i.json", "--json", "--quiet", "--segments=1,4")
                        .out());
        assertThat(result.at("/status").asText()).isEqualTo("OPTIMAL");
        assertThat(result.at("/gap").asDouble()).isZero();
        assertThat(result.at("/lowerBound").asLong())
                .isEqualTo(result.at("/value").asLong());
        assertThat(result.at("/cut/segments/count").asInt()).isEqualTo(4);
        assertThat(result.at("/cut/segments/granularity").asInt()).isEqualTo(1);
        assertThat(result.at("/cut/solved").asInt() + result.at("/cut/leftOut").asInt())
                .isEqualTo(2);
        Path cut = Path.of(result.at("/cut/instance").asText());
        assertThat(InstanceReader.read(cut).microBatches()).allMatch(microBatch -> microBatch.segmentCount() == 4);
        assertThat(json(solve(Status.OPTIMAL, "--json").out()).get("cut").isNull())
                .isTrue();
    }

    /** The certificate is the chosen cut's, so that it can be proved again from the instance beside it. */
    @Test
    void theCertificateIsThatOfTheCutChosen() throws IOException {
        String out = CommandLineRun.of(Engine.TAKT, directory, "solve", "i.json", "--json", "--quiet", "--segments=1,4")
                .out();
        Files.writeString(directory.resolve("result.json"), out);
        CommandLineRun check =
                CommandLineRun.of(Engine.TAKT, directory, "bound", "fixture.cut.json", "--check", "result.json");
        assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(ExitCode.OK);
    }

    @Test
    void saysThatThereIsNoScheduleUnderAnyCut() throws IOException {
        CommandLineRun run = solve(Status.INFEASIBLE, "--segments", "1,2", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INFEASIBLE);
        assertThat(run.err())
                .contains("takt: There is no schedule: It is proved of each of 2 cuts; of ")
                .contains("Device d0 needs at least 9 MiB, it has 8.");
        JsonNode result = json(run.out());
        assertThat(result.get("status").asText()).isEqualTo("INFEASIBLE");
        assertThat(result.at("/cut/segments").isNull()).isTrue();
        assertThat(files(directory)).containsExactly("i.json");
    }

    @Test
    void saysThatNoScheduleWasFound() throws IOException {
        CommandLineRun run = solve(Status.UNKNOWN, "--segments", "1,2", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_SCHEDULE);
        assertThat(json(run.out()).get("status").asText()).isEqualTo("UNKNOWN");
    }

    private CommandLineRun solve(Status status, String... words) {
        return solve(new FixedEngine(status), words);
    }

    private CommandLineRun solve(Engine engine, String... words) {
        return CommandLineRun.of(
                engine,
                directory,
                Stream.concat(Stream.of("solve", "i.json"), Stream.of(words)).toArray(String[]::new));
    }

    /** Writes an instance of two sequences of 16 tokens on three devices: cut in four they fill the pipeline sooner. */
    private void write(String name) throws IOException {
        String json = InstanceWriter.toJson(Instances.of(3, 2)
                .costs(0, 0, 0)
                .perMillionTokens(new PassRates(1_000_000, 2_000_000, 0, OptionalLong.empty()))
                .microBatch(0, MicroBatch.of(16, Segmentation.WHOLE))
                .microBatch(1, MicroBatch.of(16, Segmentation.WHOLE))
                .instance());
        Files.writeString(
                directory.resolve("i.json"), json.replace("\"name\": \"fixture\"", "\"name\": \"" + name + "\""));
    }

    private static Stream<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
