package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.json.InstanceWriter;
import org.takt.solver.Status;
import org.takt.solver.benchmark.Results;
import org.takt.solver.cli.BenchmarkMarkdown.By;

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
                .contains("Gaps are geometric means, shifted by 0.1 %.")
                .last()
                .isEqualTo("The time to 1 % is the median over all records, where at least half reach it.");
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
                                + "benchmark table, benchmark check.");
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
                .contains("A: results/a", "B: b", "solver: takt", "Left out: 1 record only in A.")
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
                .anySatisfy(
                        line -> assertThat(line).startsWith("| even | 1 | 1 | 80.00 % | 0 % | 0 % | 0 % | 0 % | - |"))
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
    void theTablesInReadmesAreWhatTheCommittedResultsGenerate() throws IOException {
        List<Path> readmes = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> folders = Files.list(ROOT.resolve("results"))) {
            folders.filter(folder -> Files.exists(folder.resolve("records.jsonl")))
                    .map(folder -> folder.resolve("README.md"))
                    .filter(Files::exists)
                    .forEach(readmes::add);
        }
        assertThat(readmes).hasSizeGreaterThan(5);
        for (Path file : readmes) {
            String readme = Files.readString(file);
            Matcher source = Pattern.compile("\nFrom `([^`]+)`, ").matcher(readme);
            assertThat(source.find()).as(file.toString()).isTrue();
            String table = BenchmarkMarkdown.of(
                    source.group(1),
                    Results.read(ROOT.resolve(source.group(1))),
                    readme.contains("\n| instance |") ? By.INSTANCE : By.CLASS);
            assertThat(BenchmarkMarkdown.replaced(readme, table))
                    .as(file.toString())
                    .contains(readme);
        }
    }

    @Test
    void aTableHasNoColumnsOfPeersThatDidNotRunAndARowForEachClassOrRecord() throws IOException {
        run("wide", "results/a", "--peers", "families", "--seeds", "0,1");
        String classes = of("benchmark", "table", "results/a").out();
        assertThat(classes).contains("| time to 1 % |", " families: value |\n").doesNotContain("CP-SAT", "published");

        CommandLineRun table = of("benchmark", "table", "results/a", "--by", "instance");

        assertThat(table.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(table.out().lines().toList())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("| instance | objective | seed | value | lower bound | gap | ")
                        .endsWith("| found by | best family | which | excess |"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("| fixture | MAKESPAN | 1 | 15 | 3 | 80.00 % | ")
                        .matches(".*\\| list scheduler \\| 15 \\| [^|]+ \\| \\+0\\.00 % \\|"))
                .anySatisfy(line -> assertThat(line).startsWith("| fixture | MAX_DEVICE_SPAN | 0 | "))
                .anySatisfy(line -> assertThat(line).startsWith("From `results/a`, 60.0s for each solve on "));

        CommandLineRun unknown = of("benchmark", "table", "results/a", "--by", "device");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).startsWith("takt: Option --by is \"device\", expected one of class, instance.");
    }

    @Test
    void aComparisonSaysHowBothRunsWereMadeAndWhatTheyDifferIn() throws IOException {
        run("tiny", "a");
        run("tiny", "b", "--workers", "1", "--time", "2s");
        assertThat(of("benchmark", "compare", "a", "a").out()).doesNotContain("Warning");

        String text = of("benchmark", "compare", "a", "b").out();

        assertThat(text)
                .startsWith("A: a\n   60.0s for each solve on ")
                .contains("\nB: b\n   2.0s for each solve on 1 worker\n   Takt ")
                .contains("\nWarning: the runs differ in time limit, workers; so may their results.\n")
                .contains("\nMedians are over all pairs, where at least half reach the gap.\n");
        JsonNode json = new ObjectMapper()
                .readTree(of("benchmark", "compare", "a", "b", "--json").out());
        assertThat(json.get("differences").toString()).isEqualTo("[\"time limit\",\"workers\"]");
    }

    @Test
    void whatARunRecordsIsProvedAgainAndItsSchedulesAreVerified() throws IOException {
        solveWithSchedules();

        CommandLineRun checked = check();

        assertThat(checked.exitCode()).as(checked.out() + checked.err()).isEqualTo(ExitCode.OK);
        assertThat(checked.out().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .matches(
                                "proved again +\\S+s  fixture MAKESPAN takt seed 0: 15 by .+ on .+, schedule verified"))
                .last()
                .isEqualTo("1 bound proved again, 0 unproved, 0 refuted; 1 schedule verified.");
        JsonNode json = new ObjectMapper().readTree(check("--json").out());
        assertThat(json.get("outcome").asText()).isEqualTo("PROVED");
        assertThat(json.get("records").get(0).get("scheduleVerified").asBoolean())
                .isTrue();
    }

    @Test
    void aBoundThatIsTooHighIsRefutedAndOneWithoutDerivationUnproved() throws IOException {
        solveWithSchedules();
        Path records = directory.resolve("results/a/records.jsonl");
        String text = Files.readString(records);

        Files.writeString(records, text.replace("\"bound\":{\"value\":15", "\"bound\":{\"value\":16"));
        CommandLineRun refuted = check();
        assertThat(refuted.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(refuted.out()).startsWith("refuted ").contains("0 bounds proved again, 0 unproved, 1 refuted;");

        Files.writeString(records, text.replaceFirst(",\"objective\":\\{[^}]*},\"derivation\":\\{[^}]*}}", "}"));
        CommandLineRun unproved = check();
        assertThat(unproved.exitCode()).isEqualTo(ExitCode.NO_SCHEDULE);
        assertThat(unproved.out())
                .startsWith("unproved ")
                .contains("schedule verified: the record holds no derivation");
    }

    @Test
    void aScheduleThatHasNotTheRecordsValueOrIsNoneIsRefuted() throws IOException {
        solveWithSchedules();
        Path records = directory.resolve("results/a/records.jsonl");
        Files.writeString(
                records, Files.readString(records).replace("\"value\":15,\"source\"", "\"value\":14,\"source\""));
        assertRefuted(": the schedule's value is 15");

        Path schedule = directory.resolve("results/a/schedules/fixture.MAKESPAN.takt.0.schedule.json");
        String text = Files.readString(schedule);
        Files.writeString(schedule, text.replace("\"fixture\"", "\"other\""));
        assertRefuted(": the schedule is none: /instance: ");
        Files.writeString(schedule, text.replaceFirst("(\"op\": \"F\", \"stage\": 0, \"microBatch\": )3", "$11"));
        assertRefuted(": the ");
    }

    private void assertRefuted(String reason) {
        CommandLineRun checked = check();
        assertThat(checked.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(checked.out()).startsWith("refuted ").contains(reason).contains("; 0 schedules verified.");
    }

    @Test
    void anInstanceThatChangedLeavesItsBoundUnproved() throws IOException {
        solveWithSchedules();
        Files.writeString(
                directory.resolve("instances/i.json"),
                InstanceWriter.toJson(Instances.of(2, 5).instance()));
        CommandLineRun checked = check();
        assertThat(checked.exitCode()).isEqualTo(ExitCode.NO_SCHEDULE);
        assertThat(checked.out()).contains(": the instance is not among those of the sets as it was");
    }

    @Test
    void schedulesAreKeptOnlyWhenAskedFor() {
        run("tiny", "results/a");
        assertThat(directory.resolve("results/a/schedules")).doesNotExist();
    }

    private void solveWithSchedules() {
        CommandLineRun solved = CommandLineRun.of(
                Engine.TAKT,
                directory,
                "benchmark",
                "run",
                "--set",
                "tiny",
                "--out",
                "results/a",
                "--peers",
                "families",
                "--schedules",
                "--time",
                "20");
        assertThat(solved.err()).contains(" takt seed 0: optimal 15, gap 0.00 %");
        assertThat(directory.resolve("results/a/schedules/fixture.MAKESPAN.families.0.schedule.json"))
                .exists();
    }

    private CommandLineRun check(String... more) {
        List<String> words = new ArrayList<>(List.of("benchmark", "check", "results/a"));
        words.addAll(List.of(more));
        return of(words.toArray(String[]::new));
    }

    @Test
    void solversThatAreNotKnownAreRefused() {
        run("tiny", "results/a");
        CommandLineRun compared = of("benchmark", "compare", "results/a", "results/a", "--solver", "foo");
        assertThat(compared.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(compared.err())
                .startsWith("takt: Option --solver is \"foo\", expected one of takt, exact, families, published.");
        assertThat(compared.out()).isEmpty();
        CommandLineRun checked = check("--solver", "families");
        assertThat(checked.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(checked.err()).startsWith("takt: Option --solver is \"families\", expected one of takt, exact.");
    }

    @Test
    void resultsThatCannotBeWrittenOrReadAreSaidInWords() throws IOException {
        Files.writeString(directory.resolve("README.md"), "text");
        CommandLineRun written = run("tiny", "README.md");
        assertThat(written.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(written.err())
                .startsWith("takt: The results cannot be written to ")
                .contains("README.md: there is a file of that name already.")
                .doesNotContain("Exception");

        run("tiny", "results/a");
        Files.writeString(directory.resolve("results/a/records.jsonl"), "{\"instance\": ", StandardOpenOption.APPEND);
        CommandLineRun read = of("benchmark", "table", "results/a");
        assertThat(read.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(read.err()).contains("records.jsonl line 2: The JSON is broken at column 14: ");
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
