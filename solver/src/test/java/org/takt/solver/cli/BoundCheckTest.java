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
import org.takt.model.instance.Backward;
import org.takt.model.json.InstanceWriter;

class BoundCheckTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeInstance() throws IOException {
        InstanceWriter.write(
                directory.resolve("i.json"),
                Instances.of(3, 4)
                        .costs(500, 600, 400)
                        .memory(0, 2, 1, 0)
                        .limit(4)
                        .backward(Backward.SPLIT)
                        .instance());
    }

    private CommandLineRun run(String... words) {
        return CommandLineRun.of(Engine.TAKT, directory, words);
    }

    private CommandLineRun check(String file, String... more) {
        String[] words = new String[4 + more.length];
        words[0] = "bound";
        words[1] = "i.json";
        words[2] = "--check";
        words[3] = file;
        System.arraycopy(more, 0, words, 4, more.length);
        return run(words);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    /** Writes a file in which the value that it claims is higher. */
    private void raise(String from, String to, long value) throws IOException {
        String text = Files.readString(directory.resolve(from));
        assertThat(text).contains("{\"value\": " + value + ", ");
        Files.writeString(
                directory.resolve(to),
                text.replace("{\"value\": " + value + ", ", "{\"value\": " + (value + 1) + ", "));
    }

    @Test
    void whatSolveWritesAndPrintsIsProvedAgain() throws IOException {
        CommandLineRun solved =
                run("solve", "i.json", "--json", "--workers", "1", "--quiet", "--objective", "MAX_DEVICE_SPAN");
        assertThat(json(solved.out()).get("status").asText()).isEqualTo("OPTIMAL");
        CommandLineRun checked = check("fixture.schedule.json");
        assertThat(checked.exitCode()).as(checked.out()).isEqualTo(ExitCode.OK);
        long bound = json(solved.out()).get("lowerBound").asLong();
        assertThat(checked.out())
                .startsWith("Lower bound of " + bound + " us on MAX_DEVICE_SPAN of fixture")
                .contains("\nproved again ", "  bound: " + bound + " by ")
                .endsWith("\nThe certificate is proved again.\n");
        Files.writeString(directory.resolve("solved.json"), solved.out());
        assertThat(check("solved.json").exitCode()).isEqualTo(ExitCode.OK);
        raise("fixture.schedule.json", "raised.schedule.json", bound);
        CommandLineRun refuted = check("raised.schedule.json");
        assertThat(refuted.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(refuted.out()).contains("\nrefuted ").endsWith("\nThe certificate is refuted.\n");
    }

    @Test
    void whatBoundPrintsIsProvedAgain() throws IOException {
        CommandLineRun bounded = run("bound", "i.json", "--json", "--workers", "1", "--time-limit", "10");
        Files.writeString(directory.resolve("bounds.json"), bounded.out());
        CommandLineRun checked = check("bounds.json", "--json", "--workers", "1");
        assertThat(checked.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode result = json(checked.out());
        assertThat(result.get("outcome").asText()).isEqualTo("PROVED");
        assertThat(result.get("bounds")).hasSameSizeAs(json(bounded.out()).get("bounds"));
        assertThat(result.get("bounds").get(0).get("claim").asText())
                .startsWith(json(bounded.out()).get("lowerBound").asText() + " by ");
        assertThat(result.get("bounds"))
                .allSatisfy(bound -> assertThat(bound.get("steps")).isNotEmpty().allSatisfy(step -> {
                    assertThat(step.get("outcome").asText()).isEqualTo("PROVED");
                    assertThat(step.get("claim").asText()).isNotEmpty();
                }));
    }

    @Test
    void everyBoundOfAListIsCheckedOnALineOfItsOwn() throws IOException {
        CommandLineRun bounded = run("bound", "i.json", "--json", "--workers", "1", "--time-limit", "1");
        JsonNode bounds = json(bounded.out()).get("bounds");
        Files.writeString(directory.resolve("bounds.json"), bounded.out());
        CommandLineRun checked = check("bounds.json", "--workers", "1");
        assertThat(checked.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(checked.out().lines().filter(line -> line.startsWith("proved again ")))
                .hasSameSizeAs(bounds);
        assertThat(checked.out()).endsWith("\nAll certificates are proved again.\n");
        raise("bounds.json", "raised.json", bounds.get(0).get("value").asLong());
        CommandLineRun refuted = check("raised.json", "--workers", "1");
        assertThat(refuted.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(refuted.out()).contains("\nproved again ", "\nrefuted ");
    }

    @Test
    void thatThereIsNoScheduleIsProvedAgain() throws IOException {
        InstanceWriter.write(
                directory.resolve("i.json"),
                Instances.of(2, 2).memory(0, 2, 0, 0).limit(1).instance());
        for (String[] command : new String[][] {{"solve", "i.json"}, {"bound", "i.json"}, {"baselines", "i.json"}}) {
            CommandLineRun told = run(command);
            assertThat(told.exitCode()).isEqualTo(ExitCode.INFEASIBLE);
            assertThat(told.out()).contains("no schedule by memory need on device d0 (closed form)");
            assertThat(told.err())
                    .isEqualTo("takt: There is no schedule: Device d0 needs at least 2 MiB, but its limit is 1."
                            + " Device d1 needs at least 2 MiB, but its limit is 1.\n");
            CommandLineRun json = run(command[0], "i.json", "--json");
            assertThat(json.exitCode()).isEqualTo(ExitCode.INFEASIBLE);
            assertThat(json(json.out()).get("infeasibility").asText()).startsWith("Device d0 needs at least 2 MiB");
            Files.writeString(directory.resolve("told.json"), json.out());
            CommandLineRun checked = check("told.json");
            assertThat(checked.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(checked.out())
                    .startsWith("No schedule for MAKESPAN of fixture")
                    .contains("\nproved again ");
        }
    }

    @Test
    void filesWithoutCertificateAndOtherObjectivesAreRefused() throws IOException {
        CommandLineRun none = check("i.json");
        assertThat(none.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(none.err()).contains("The field \"certificate\" is missing");
        CommandLineRun objective = check("i.json", "--objective", "MAKESPAN");
        assertThat(objective.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(objective.err()).contains("Option --check takes the objective from the certificate.");
    }
}
