package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Segmentation;
import org.takt.model.json.InstanceReader;
import org.takt.model.json.InstanceWriter;
import org.takt.model.problem.Objective;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;

class SolveCommandTest {
    private static final String SCHEDULE = "fixture.schedule.json";
    private static final String CSV = "fixture.pytorch.csv";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInstance() throws IOException {
        write(Instances.of(2, 2).memory(0, 2, 1, 0).limit(8));
    }

    @Test
    void writesTheScheduleAndThePyTorchCsvByTheInstancesName() throws IOException {
        CommandLineRun run = solve(Status.FEASIBLE, "i.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(files()).containsExactlyInAnyOrder("i.json", SCHEDULE, CSV);
        assertThat(Files.readString(directory.resolve(CSV))).startsWith("0F0,");
    }

    @Test
    void summarisesWhatWasFoundAndProved() {
        assertThat(solve(Status.FEASIBLE, "i.json").out())
                .contains("Objective              MAKESPAN ", "Makespan  ", "Lower bound            3 us")
                .contains("Gap  ", "Proved                 3 by device load on device d0 (closed form)")
                .contains("Bubble rate  ", "Published bubble rate  ", "Found by               list scheduler")
                .contains("peak [MiB]  limit [MiB]", "Time                   1.5s")
                .contains("Written: " + directory.resolve(SCHEDULE), "Written: " + directory.resolve(CSV));
    }

    @Test
    void showsProgressOnStandardErrorUnlessQuiet() {
        assertThat(solve(Status.FEASIBLE, "i.json").err()).contains("time", "0.2s", "list scheduler");
        assertThat(solve(Status.FEASIBLE, "i.json", "--quiet").err()).isEmpty();
    }

    @Test
    void takesTheOutputFromTheArguments() throws IOException {
        solve(Status.OPTIMAL, "i.json", "--output", "a.json");
        assertThat(files()).containsExactlyInAnyOrder("i.json", "a.json", "a.pytorch.csv");
    }

    @Test
    void printsExactlyOneJsonObject() throws IOException {
        CommandLineRun run = solve(Status.FEASIBLE, "i.json", "--json");
        JsonNode result = json(run.out());
        assertThat(result.get("instance").asText()).isEqualTo("fixture");
        assertThat(result.get("status").asText()).isEqualTo("FEASIBLE");
        assertThat(result.get("objective").asText()).isEqualTo("MAKESPAN");
        assertThat(result.get("lowerBound").asLong()).isEqualTo(3);
        assertThat(result.get("value").asLong())
                .isEqualTo(result.get("makespan").asLong())
                .isGreaterThan(3);
        assertThat(result.get("gap").asDouble())
                .isEqualTo(Solution.relativeGap(result.get("value").asLong(), 3));
        assertThat(result.at("/certificate/bound").asText()).isEqualTo("device load");
        assertThat(result.get("peakMemory")).hasSize(2);
        assertThat(result.get("memoryLimit")).hasToString("[8,8]");
        assertThat(result.get("elapsedSeconds").asDouble()).isEqualTo(1.5);
        assertThat(result.get("source").asText()).isEqualTo("list scheduler");
        assertThat(Path.of(result.get("schedule").asText())).isRegularFile();
        assertThat(result.fieldNames())
                .toIterable()
                .contains("maxDeviceSpan", "bubbleRate", "publishedBubbleRate", "pytorchCsv");
    }

    @Test
    void printsNullForWhatDescribesAScheduleThatIsNotThere() throws IOException {
        CommandLineRun run = solve(Status.UNKNOWN, "i.json", "--json");
        JsonNode result = json(run.out());
        assertThat(List.of("value", "gap", "makespan", "bubbleRate", "peakMemory", "source", "schedule"))
                .allSatisfy(field -> assertThat(result.get(field).isNull()).isTrue());
        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_SCHEDULE);
        assertThat(run.err()).contains("takt: No schedule was found within the time limit.");
        assertThat(files()).containsExactly("i.json");
    }

    @Test
    void saysWhyThereIsNoSchedule() throws IOException {
        CommandLineRun run = solve(Status.INFEASIBLE, "i.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INFEASIBLE);
        assertThat(run.err()).contains("takt: There is no schedule: Device d0 needs at least 9 MiB, it has 8.");
        assertThat(files()).containsExactly("i.json");
    }

    @Test
    void saysWhyThereIsNoPyTorchCsvAndWritesTheScheduleStill() throws IOException {
        write(Instances.of(2, 2)
                .placement(new Placement.Bidirectional(new Placement.Loop()))
                .direction(0, 0)
                .direction(1, 1));
        CommandLineRun run = solve(Status.FEASIBLE, "i.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("Not written: PyTorch's CSV. ");
        assertThat(files()).containsExactlyInAnyOrder("i.json", SCHEDULE);
        assertThat(json(solve(Status.FEASIBLE, "i.json", "--json").out())
                        .get("pytorchCsv")
                        .isNull())
                .isTrue();
    }

    @Test
    void replacesTheObjective() throws IOException {
        CommandLineRun run = solve(Status.FEASIBLE, "i.json", "--json", "--objective", "max_device_span");
        assertThat(json(run.out()).get("objective").asText()).isEqualTo(Objective.MAX_DEVICE_SPAN.name());
        assertThat(solve(Status.FEASIBLE, "i.json", "--objective", "PEAK_MEMORY")
                        .err())
                .contains("The objective PEAK_MEMORY needs --makespan-ceiling.");
        assertThat(solve(Status.FEASIBLE, "i.json", "--makespan-ceiling", "9").err())
                .contains("Option --makespan-ceiling goes with the objective PEAK_MEMORY only.");
        assertThat(solve(Status.FEASIBLE, "i.json", "--objective", "SPEED").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesAnOutputThatCannotBeWrittenBeforeItSolves() {
        CommandLineRun run =
                CommandLineRun.of(new FailingEngine(), directory, "solve", "i.json", "--output", "no/a.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("lies in a directory that does not exist.");
        assertThat(CommandLineRun.of(new FailingEngine(), directory, "solve", "i.json", "--output", "a.csv")
                        .err())
                .contains("The output file is \"a.csv\", expected a name that ends in .json.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--workers 100000 | --workers is \"100000\", expected a whole number of at most 1024.",
                "--time-limit 99999999h | --time-limit is \"99999999h\", expected a time above 0 and of at most 8760h,",
                "--time-limit 2000000000 | --time-limit is \"2000000000\", expected a time above 0 and of at most 8760h,",
            })
    void refusesLimitsBeyondTheStatedOnesBeforeItSolves(String words, String message) {
        CommandLineRun run = CommandLineRun.of(new FailingEngine(), directory, ("solve i.json " + words).split(" "));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("takt: Option " + message);
    }

    @Test
    void tellsInternalErrorsInOneLineUnlessAsked() {
        CommandLineRun run = CommandLineRun.of(new FailingEngine(), directory, "solve", "i.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERNAL_ERROR);
        assertThat(run.err())
                .isEqualToNormalizingNewlines("takt: Internal error: java.lang.IllegalStateException: Two lines.; "
                        + "run with --stack-trace for details.\n");
        assertThat(CommandLineRun.of(new FailingEngine(), directory, "solve", "i.json", "--stack-trace")
                        .err())
                .contains("at org.takt.solver.cli.SolveCommandTest$FailingEngine.solve");
    }

    @Test
    void boundsAreListedWithTheBestLast() throws IOException {
        FixedEngine engine = new FixedEngine(Status.UNKNOWN);
        CommandLineRun run = CommandLineRun.of(engine, directory, "bound", "i.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).containsSubsequence("critical path", "best", "device load");
        JsonNode result = json(CommandLineRun.of(engine, directory, "bound", "i.json", "--json")
                .out());
        assertThat(result.get("lowerBound").asLong()).isEqualTo(3);
        assertThat(result.get("bounds").findValuesAsText("bound")).containsExactly("critical path", "device load");
    }

    /** Two sequences of 16 tokens on three devices: cut in four they fill the pipeline sooner. */
    @Test
    void decidesHowSequencesAreCutAndWritesTheInstanceCutSo() throws IOException {
        write(Instances.of(3, 2)
                .costs(0, 0, 0)
                .perMillionTokens(new PassRates(1_000_000, 2_000_000, 0, OptionalLong.empty()))
                .backward(Backward.FUSED)
                .microBatch(0, MicroBatch.of(16, Segmentation.WHOLE))
                .microBatch(1, MicroBatch.of(16, Segmentation.WHOLE)));
        CommandLineRun run = CommandLineRun.of(
                Engine.TAKT, directory, "solve", "i.json", "--segments", "1,4", "--granularity", "2", "--quiet");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("Cut: 4 ", " solved, ", "Lower bound            120 us", "Gap                    0.00 %");
        Instance cut = InstanceReader.read(directory.resolve("fixture.cut.json"));
        assertThat(cut.microBatches()).allMatch(microBatch -> microBatch.segmentCount() == 4);
        CommandLineRun verified =
                CommandLineRun.of(directory, "verify", "--instance=fixture.cut.json", "--schedule=" + SCHEDULE);
        assertThat(verified.err()).isEmpty();
        assertThat(verified.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void cutsOnlySequencesThatHaveALength() {
        assertThat(solve(Status.FEASIBLE, "i.json", "--segments", "1,2").err())
                .contains("Option --segments needs micro-batches of one sequence with a length.");
        assertThat(solve(Status.FEASIBLE, "i.json", "--granularity", "2").err())
                .contains("Option --granularity needs --segments.");
    }

    private CommandLineRun solve(Status status, String... words) {
        return CommandLineRun.of(
                new FixedEngine(status),
                directory,
                Stream.concat(Stream.of("solve"), Stream.of(words)).toArray(String[]::new));
    }

    private void write(Instances instance) throws IOException {
        InstanceWriter.write(directory.resolve("i.json"), instance.instance());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(text);
    }

    /** An engine with a defect. */
    private static final class FailingEngine implements Engine {
        @Override
        public Solution solve(Instance instance, SolveOptions options, SolveListener listener) {
            throw new IllegalStateException("Two\nlines.");
        }

        @Override
        public PeriodicSolution solvePeriod(Instance instance, SolveOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Certificate> bound(Instance instance, SolveOptions options) {
            throw new IllegalStateException("Two\nlines.");
        }
    }
}
