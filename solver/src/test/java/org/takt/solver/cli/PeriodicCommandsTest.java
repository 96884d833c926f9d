package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.instance.Placement;
import org.takt.model.json.InstanceWriter;
import org.takt.model.problem.Objective;
import org.takt.solver.Status;

/** The objective PERIOD on the command line: solved, written, read back and verified. */
class PeriodicCommandsTest {
    private static final String SCHEDULE = "fixture.schedule.json";

    @TempDir
    private Path directory;

    /** Two devices with room for one micro-batch: F and B on each, 2 + 2 + 3 + 3 ticks, one after the other. */
    @BeforeEach
    void writeInstance() throws IOException {
        write(Instances.of(2, 2).costs(2, 2, 1).memory(0, 2, 0, 0).limit(2).objective(Objective.PERIOD));
    }

    @Test
    void solvesAndVerifiesWhatItWrote() throws IOException {
        CommandLineRun solved = solve("i.json");
        assertThat(solved.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(solved.out())
                .contains("optimal", "PERIOD 10 us per micro-batch", "10 us for 1 micro-batch", "50.00 %")
                .contains("10 per micro-batch by memory × time on device d0 (closed form)")
                .contains("Written: " + directory.resolve(SCHEDULE), "Not written: PyTorch's CSV");
        assertThat(Files.readString(directory.resolve(SCHEDULE))).contains("\"period\": 10", "\"microBatches\": 1");

        CommandLineRun verified =
                CommandLineRun.of(directory, "verify", "--schedule", SCHEDULE, "--instance", "i.json");
        assertThat(verified.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(verified.out()).contains("keeps every rule", "PERIOD 10 us per micro-batch");
    }

    @Test
    void rejectsAShorterPeriod() throws IOException {
        solve("i.json");
        Path schedule = directory.resolve(SCHEDULE);
        Files.writeString(schedule, Files.readString(schedule).replace("\"period\": 10", "\"period\": 9"));

        CommandLineRun verified =
                CommandLineRun.of(directory, "verify", "--schedule", SCHEDULE, "--instance", "i.json");

        assertThat(verified.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(verified.out()).contains("Device d0 holds 4 at time 0 of a period, 2 above its limit of 2.");
    }

    @Test
    void refusesAScheduleWithoutPeriod() throws IOException {
        solve("i.json");
        Path schedule = directory.resolve(SCHEDULE);
        Files.writeString(schedule, Files.readString(schedule).replace("  \"period\": 10,\n", ""));

        CommandLineRun verified =
                CommandLineRun.of(directory, "verify", "--schedule", SCHEDULE, "--instance", "i.json");

        assertThat(verified.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(verified.err()).contains("\"period\" is missing");
    }

    @Test
    void aScheduleTellsByItselfThatItIsPeriodic() throws IOException {
        write(Instances.of(2, 2).costs(2, 2, 1).memory(0, 2, 0, 0).limit(2));
        solve("i.json", "--objective", "PERIOD");
        CommandLineRun verified =
                CommandLineRun.of(directory, "verify", "--schedule", SCHEDULE, "--instance", "i.json");
        assertThat(verified.exitCode()).as(verified.err()).isEqualTo(ExitCode.OK);
        assertThat(verified.out()).contains("PERIOD 10 us per micro-batch");
        for (String[] words : new String[][] {
            {"show", SCHEDULE, "--instance", "i.json"},
            {"export", "--schedule", SCHEDULE, "--instance", "i.json", "--format", "svg"},
            {"robust", "--schedule", SCHEDULE, "--instance", "i.json", "--noise", "1%"},
            {"verify", "--schedule", SCHEDULE, "--instance", "i.json", "--objective", "MAKESPAN"}
        }) {
            CommandLineRun refused = CommandLineRun.of(directory, words);
            assertThat(refused.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
            assertThat(refused.err())
                    .isEqualTo("takt: " + SCHEDULE + " /period: Found the schedule of a steady state, which has no end,"
                            + " expected one of a batch.\n");
        }
    }

    @Test
    void printsOneJsonObject() throws IOException {
        JsonNode result = new ObjectMapper().readTree(solve("i.json", "--json").out());

        assertThat(result.get("status").asText()).isEqualTo("OPTIMAL");
        assertThat(result.get("value").asText()).isEqualTo("10");
        assertThat(result.get("lowerBound").asText()).isEqualTo("10");
        assertThat(result.get("period").asLong()).isEqualTo(10);
        assertThat(result.get("microBatches").asInt()).isEqualTo(1);
        assertThat(result.get("peakMemory")).hasToString("[2,2]");
        assertThat(result.get("inFlight")).hasToString("[1,1]");
    }

    @Test
    void takesTheObjectiveFromTheArguments() throws IOException {
        write(Instances.of(2, 2).costs(2, 2, 1));
        assertThat(solve("i.json", "--objective", "period").out()).contains("PERIOD 5 us per micro-batch");
    }

    @Test
    void saysWhyThereIsNoSteadyState() throws IOException {
        write(Instances.of(2, 2).memory(0, 2, 0, 0).limit(1).objective(Objective.PERIOD));
        CommandLineRun run = solve("i.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INFEASIBLE);
        assertThat(run.err()).contains("Device d0 needs at least 2 MiB, but its limit is 1.");
    }

    @Test
    void provesItsBoundAgain() throws IOException {
        Files.writeString(
                directory.resolve("solved.json"), solve("i.json", "--json").out());
        for (String file : new String[] {SCHEDULE, "solved.json"}) {
            CommandLineRun checked = check(file);
            assertThat(checked.exitCode()).as(checked.err()).isEqualTo(ExitCode.OK);
            assertThat(checked.out())
                    .startsWith("Lower bound of 10 us per micro-batch on PERIOD of fixture")
                    .contains("\nproved again ");
        }
        Path schedule = directory.resolve(SCHEDULE);
        Files.writeString(schedule, Files.readString(schedule).replace("\"value\": \"10\"", "\"value\": \"21/2\""));
        CommandLineRun refuted = check(SCHEDULE);
        assertThat(refuted.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(refuted.out()).contains("refuted ", ": it gives 10\n");
    }

    @Test
    void provesAgainThatThereIsNoSteadyState() throws IOException {
        write(Instances.of(2, 2).memory(0, 2, 0, 0).limit(1).objective(Objective.PERIOD));
        Files.writeString(
                directory.resolve("solved.json"), solve("i.json", "--json").out());
        assertThat(check("solved.json").exitCode()).isEqualTo(ExitCode.OK);
        write(Instances.of(2, 2).memory(0, 2, 0, 0).limit(2).objective(Objective.PERIOD));
        assertThat(check("solved.json").exitCode()).isEqualTo(ExitCode.REJECTED);
    }

    private CommandLineRun check(String file) {
        return CommandLineRun.of(new FixedEngine(Status.FEASIBLE), directory, "bound", "i.json", "--check", file);
    }

    @Test
    void refusesMicroBatchesThatAreNotInterchangeable() throws IOException {
        write(Instances.of(2, 2).placement(new Placement.Bidirectional(new Placement.Loop())));
        CommandLineRun run = solve("i.json", "--objective", "PERIOD");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("two directions are not interchangeable");
    }

    @Test
    void otherCommandsAskForTheObjectiveOfABatch() {
        for (String command : new String[] {"bound", "baselines"}) {
            CommandLineRun run = CommandLineRun.of(new FixedEngine(Status.FEASIBLE), directory, command, "i.json");
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("--objective MAKESPAN");
            CommandLineRun help = CommandLineRun.of(new FixedEngine(Status.FEASIBLE), directory, command, "--help");
            assertThat(help.out()).contains("PEAK_MEMORY").doesNotContain("PERIOD");
        }
    }

    private CommandLineRun solve(String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "solve";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return CommandLineRun.of(new FixedEngine(Status.FEASIBLE), directory, words);
    }

    private void write(Instances instances) throws IOException {
        InstanceWriter.write(directory.resolve("i.json"), instances.instance());
    }
}
