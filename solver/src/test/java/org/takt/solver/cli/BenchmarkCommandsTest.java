package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.json.InstanceWriter;
import org.takt.solver.Status;
import org.takt.solver.benchmark.Results;

class BenchmarkCommandsTest {
    private static final Path ROOT = Path.of("..");

    private static final String SET = """
            {"format": "takt-benchmark-set/1", "name": "tiny", "description": "", "groups": [
            {"class": "even", "objectives": ["MAKESPAN"], "seeds": [0], "instances": ["i.json"]}]}
            """;

    @TempDir
    private Path directory;

    /** Two equal devices with room for two activations and a set of them. */
    @BeforeEach
    void writeInstances() throws IOException {
        Path instances = directory.resolve("instances");
        Files.createDirectories(instances.resolve("sets"));
        Files.writeString(
                instances.resolve("i.json"),
                InstanceWriter.toJson(
                        Instances.of(2, 4).memory(0, 1, 0, 0).limit(2).instance()));
        Files.writeString(instances.resolve("sets/tiny.json"), SET);
        Files.writeString(
                instances.resolve("sets/wide.json"),
                SET.replace("tiny", "wide").replace("\"MAKESPAN\"", "\"MAKESPAN\", \"MAX_DEVICE_SPAN\""));
    }

    @Test
    void aRunShowsProgressAndEndsWithASummary() {
        CommandLineRun run = run("tiny", "results/a");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).matches("\\[1/1] fixture MAKESPAN takt seed 0: feasible 15, gap 80.00 % in \\S+s\\R");
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).matches("even +1 +1 +80\\.00 % +0 % +0 % +0 % +0 % +- +0"))
                .anySatisfy(line -> assertThat(line).startsWith("all "))
                .last()
                .isEqualTo("Gaps are geometric means, shifted by 0.1 %.");
    }

    @Test
    void theRecordsAreInTheFolder() throws IOException {
        run("tiny", "results/a", "--time", "2s", "--workers", "1", "--gap", "1%", "--seeds", "3,4");
        List<String> lines = Files.readAllLines(directory.resolve("results/a/records.jsonl"));
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("seed").asInt()).isEqualTo(3);
        assertThat(first.get("class").asText()).isEqualTo("even");
        assertThat(first.get("options").toString()).isEqualTo("{\"timeLimitSeconds\":2.0,\"workers\":1,\"gap\":0.01}");
        JsonNode session = new ObjectMapper()
                .readTree(directory.resolve("results/a/run.json").toFile())
                .get("sessions")
                .get(0);
        assertThat(session.get("takt").asText()).isEqualTo(Version.takt());
        assertThat(session.get("orTools").asText()).isEqualTo(Version.orTools());
        assertThat(session.get("set").asText()).isEqualTo("tiny");
    }

    @Test
    void aSecondRunDoesOnlyWhatIsMissing() {
        run("tiny", "results/a");
        assertThat(run("tiny,wide", "results/a").err()).startsWith("[1/1] fixture MAX_DEVICE_SPAN takt seed 0: ");
        assertThat(run("all", "results/a").err()).isEmpty();
    }

    @Test
    void otherLimitsNeedAnotherFolder() {
        run("tiny", "results/a");
        CommandLineRun other = run("tiny", "results/a", "--time", "2s");
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err())
                .startsWith(
                        "takt: The results hold a record of fixture MAKESPAN takt seed 0 made with a limit of 60.0");
    }

    @Test
    void peersRunInTheSameRun() throws IOException {
        Files.writeString(
                directory.resolve("instances/published.csv"),
                "instance,objective,value,source\nfixture,MAKESPAN,18,A paper\n");
        CommandLineRun run = run("tiny", "results/a", "--peers", "all", "--time", "20s");
        assertThat(run.err().lines())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).contains(" exact seed 0: optimal 15, gap 0.00 %"))
                .anySatisfy(line -> assertThat(line).contains(" families seed 0: feasible 15 in"))
                .anySatisfy(line -> assertThat(line).contains(" published seed 0: feasible 18 in"));
        assertThat(run.out())
                .contains("exact +0.00 % (1 of 1, gap 0.00 %); families +0.00 % (1 of 1); published +20.00 % (1 of 1)");
    }

    @Test
    void peersAreChosenByName() {
        assertThat(run("tiny", "results/a", "--peers", "families,exact").err().lines())
                .hasSize(3)
                .noneMatch(line -> line.contains(" published "));

        CommandLineRun other = run("tiny", "results/b", "--peers", "families,others");
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err())
                .startsWith("takt: Option --peers is \"families,others\", expected all or some of exact, families, "
                        + "published with commas between.");
    }

    @Test
    void whatIsWrongWithInputIsSaidBeforeAnythingRuns() throws IOException {
        assertInput("none", "none.json cannot be read: ");
        Path set = directory.resolve("s.json");
        Files.writeString(set, SET.replace("[0]", "[0.5]"));
        assertInput("s.json", "s.json /groups/0/seeds/0: Found 0.5, expected a whole number.");
        Files.writeString(set, SET.replace("i.json", "j.json"));
        assertInput("s.json", "j.json: There is no such file.");
        Files.writeString(set, SET.replace("MAKESPAN", "PEAK_MEMORY"));
        assertInput("s.json", "i.json has no makespan ceiling, expected one for the objective PEAK_MEMORY.");
        assertThat(directory.resolve("results")).doesNotExist();
    }

    private void assertInput(String set, String message) {
        CommandLineRun run = run(set, "results/a");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).startsWith("takt: ").contains(message);
    }

    @Test
    void whatIsWrongWithArgumentsIsSaid() {
        assertThat(of("benchmark", "run", "--set", "tiny").err()).contains("Option --out is missing.");
        assertThat(of("benchmark", "run", "--out", "a").err()).contains("Option --set is missing.");
        assertThat(run("tiny", "a", "--seeds", "1,1").err())
                .contains("Option --seeds is \"1,1\", expected different numbers.");
        assertThat(run("tiny", "a", "--seeds", "x").err())
                .contains("Option --seeds is \"x\", expected a whole number of at least 0.");
        assertThat(of("benchmark", "compare", "a").err()).contains("The argument FOLDER_B is missing.");
        CommandLineRun word = of("benchmark", "walk");
        assertThat(word.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(word.err())
                .contains(
                        "The command \"benchmark\" is not complete, expected one of: benchmark run, benchmark compare, "
                                + "benchmark table.");
        assertThat(of("benchmark", "run", "--help").out()).startsWith("Usage: takt benchmark run --set SET");
    }

    @Test
    void comparesTwoRuns() throws IOException {
        run("wide", "results/a");
        CommandLineRun.of(
                new FixedEngine(Status.UNKNOWN), directory, "benchmark", "run", "--set", "tiny", "--out", "b");

        CommandLineRun text = of("benchmark", "compare", "results/a", "b");
        assertThat(text.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(text.out().lines())
                .contains("A: results/a", "B: b", "Left out: 1 record only in A.")
                .anySatisfy(line ->
                        assertThat(line).matches("even +1 +80\\.00 % +100\\.00 % +- +1\\.00000 +0 +1 +0 +0 +0, 0"));

        JsonNode json = new ObjectMapper()
                .readTree(of("benchmark", "compare", "results/a", "b", "--json").out());
        JsonNode even = json.get("classes").get(0);
        assertThat(even.get("class").asText()).isEqualTo("even");
        assertThat(even.get("value").toString()).isEqualTo("{\"winsB\":0,\"winsA\":1,\"ties\":0}");
        assertThat(even.get("valueRatio").isNull()).isTrue();
        assertThat(even.get("times").get("5%").get("reachedA").asInt()).isZero();
        assertThat(json.get("onlyInA").get(0).get("objective").asText()).isEqualTo("MAX_DEVICE_SPAN");
    }

    @Test
    void refusesToCompareWhatIsNoRun() {
        CommandLineRun run = of("benchmark", "compare", "instances", "instances");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("Found no run.json, expected a benchmark's results.");
    }

    @Test
    void theTableReplacesWhatStandsBetweenTheMarkers() throws IOException {
        run("tiny", "results/a");
        Path readme = directory.resolve("README.md");
        Files.writeString(readme, "before\n<!-- benchmark:begin -->\nold\n<!-- benchmark:end -->\nafter\n");

        CommandLineRun written = of("benchmark", "table", "results/a", "--readme", "README.md");

        assertThat(written.exitCode()).isEqualTo(ExitCode.OK);
        String table = of("benchmark", "table", "results/a").out();
        assertThat(Files.readString(readme))
                .isEqualTo("before\n<!-- benchmark:begin -->\n" + table + "<!-- benchmark:end -->\nafter\n");
        assertThat(table.lines().toList())
                .contains("| even | 1 | 1 | 80.00 % | 0 % | 0 % | 0 % | 0 % | - | - | - | - | - | - | - |")
                .anySatisfy(line -> assertThat(line).startsWith("From `results/a`, 60.0s for each solve on "));
    }

    @Test
    void aReadmeWithoutBothMarkersInOrderIsLeftAsItIs() throws IOException {
        run("tiny", "results/a");
        Path readme = directory.resolve("README.md");
        for (String text : List.of(
                "nothing",
                "<!-- benchmark:begin -->\n",
                "<!-- benchmark:end -->\n<!-- benchmark:begin -->\n",
                "<!-- benchmark:begin -->\n<!-- benchmark:begin -->\n<!-- benchmark:end -->\n")) {
            Files.writeString(readme, text);
            CommandLineRun run = of("benchmark", "table", "results/a", "--readme", "README.md");
            assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
            assertThat(Files.readString(readme)).isEqualTo(text);
        }
    }

    @Test
    void theReadmesTableIsWhatTheCommittedResultsGenerate() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        Matcher source = Pattern.compile("\nFrom `([^`]+)`, ").matcher(readme);
        assertThat(source.find()).isTrue();
        String table = BenchmarkMarkdown.of(source.group(1), Results.read(ROOT.resolve(source.group(1))));
        assertThat(BenchmarkMarkdown.replaced(readme, table)).contains(readme);
    }

    private CommandLineRun run(String set, String out, String... more) {
        List<String> words = new ArrayList<>(List.of("benchmark", "run", "--set", set, "--out", out));
        words.addAll(List.of(more));
        return of(words.toArray(String[]::new));
    }

    private CommandLineRun of(String... words) {
        return CommandLineRun.of(new FixedEngine(Status.FEASIBLE), directory, words);
    }
}
