package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceWriter;
import org.takt.model.json.ScheduleJson;
import org.takt.model.problem.Problem;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;

class BatchCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instance INSTANCE = Instances.of(2, 2).instance();

    @TempDir
    private Path directory;

    private CommandLineRun run(String input, String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "batch";
        System.arraycopy(options, 0, words, 1, options.length);
        return CommandLineRun.withInput(new FixedEngine(Status.OPTIMAL), directory, input, words);
    }

    private static String line(String id) {
        return "{\"id\": " + id + ", \"instance\": "
                + InstanceWriter.toJson(INSTANCE).replace("\n", " ") + "}\n";
    }

    private static List<JsonNode> results(CommandLineRun run) throws IOException {
        List<JsonNode> results = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            results.add(JSON.readTree(line));
        }
        return results;
    }

    @Test
    void answersEveryLineWithItsIdAndASchedule() throws IOException {
        CommandLineRun run = run(line("7") + "\n" + line("{\"a\": [1.50, \"x\"]}")
                + line("\"last\"").strip());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        List<JsonNode> results = results(run);
        assertThat(results)
                .extracting(result -> result.get("id").toString())
                .containsExactly("7", "{\"a\":[1.5,\"x\"]}", "\"last\"");
        assertThat(run.out()).contains("\"id\": {\"a\": [1.50, \"x\"]}");
        for (JsonNode result : results) {
            assertThat(result.get("ok").asBoolean()).isTrue();
            assertThat(result.get("status").asText()).isEqualTo("OPTIMAL");
            assertThat(result.get("lowerBound").asLong()).isEqualTo(3);
            Problem problem = Instances.of(2, 2).problem();
            byte[] schedule = result.get("schedule").toString().getBytes(StandardCharsets.UTF_8);
            assertThat(Schedules.accepted(problem, ScheduleJson.parse("line", schedule, INSTANCE, problem))
                            .makespan())
                    .isEqualTo(result.get("makespan").asLong());
        }
    }

    @Test
    void leavesSchedulesOutWhereAskedTo() throws IOException {
        assertThat(results(run(line("1"), "--no-schedules")).get(0).has("schedule"))
                .isFalse();
    }

    @Test
    void goesOnAfterLinesThatCannotBeSolved() throws IOException {
        CommandLineRun run =
                run("no json\n[1]\n{\"id\": 3}\n{\"id\": 4, \"instance\": {\"format\": \"takt-instance/1\"}}\n"
                        + "{\"id\": 5, \"instance\": 1, \"more\": 2}\n"
                        + line("6"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        List<JsonNode> results = results(run);
        assertThat(results)
                .extracting(result -> result.get("id").toString())
                .containsExactly("null", "null", "3", "4", "5", "6");
        assertThat(results)
                .extracting(result -> result.get("ok").asBoolean())
                .containsExactly(false, false, false, false, false, true);
        assertThat(results.get(2).get("problems").get(0).get("pointer").asText())
                .isEqualTo("/instance");
        assertThat(results.get(3).get("problems").findValuesAsText("pointer")).contains("/instance/name");
        assertThat(results.get(4).get("problems").findValuesAsText("pointer")).containsExactly("/more");
    }

    @Test
    void anErrorInTaktCostsOneLineOnly() throws IOException {
        Engine failing = new Engine() {
            @Override
            public Solution solve(Instance instance, SolveOptions options, SolveListener listener) {
                throw new IllegalStateException("broken");
            }

            @Override
            public PeriodicSolution solvePeriod(Instance instance, SolveOptions options) {
                throw new IllegalStateException("broken");
            }

            @Override
            public List<Certificate> bound(Instance instance, SolveOptions options) {
                throw new IllegalStateException("broken");
            }
        };

        CommandLineRun run = CommandLineRun.withInput(failing, directory, line("1") + line("2"), "batch");

        assertThat(results(run)).hasSize(2);
        assertThat(results(run).get(1).get("problems").get(0).get("message").asText())
                .isEqualTo("Internal error: java.lang.IllegalStateException: broken.");
    }
}
