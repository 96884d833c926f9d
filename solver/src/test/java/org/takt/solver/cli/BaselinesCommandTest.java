package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.json.InstanceWriter;
import org.takt.solver.Status;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.ScheduleFamily;

class BaselinesCommandTest {
    @TempDir
    private Path directory;

    /** Two equal devices with room for two activations: enough for 1F1B, too little for GPipe's four. */
    @BeforeEach
    void writeInstance() throws IOException {
        Files.writeString(
                directory.resolve("i.json"),
                InstanceWriter.toJson(
                        Instances.of(2, 4).memory(0, 1, 0, 0).limit(2).instance()));
    }

    @Test
    void listsTheFamiliesThatApplyThenTheSolverTheLowerBoundAndTheOthersByReason() {
        CommandLineRun run = run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        List<String> lines = run.out().lines().skip(3).toList();
        int takt = indexOf(lines, "Takt ");
        assertThat(lines.get(takt)).endsWith("list scheduler");
        assertThat(lines.get(takt + 1)).startsWith("lower bound ").contains("device load on device d0");
        assertThat(lines.subList(takt + 2, takt + 4)).containsExactly("", "No schedule of:");
        String table = String.join("\n", lines.subList(0, takt));
        List<String> others = lines.subList(takt + 4, lines.size());
        for (ScheduleFamily family : Baselines.all()) {
            boolean applies = table.lines().anyMatch(line -> line.startsWith(family.name() + "  "));
            boolean isNamed = others.stream().anyMatch(line -> ("  " + line).contains(" " + family.name()));
            assertThat(applies || isNamed).as(family.name()).isTrue();
        }
        assertThat(others)
                .hasSizeLessThan(Baselines.all().size() / 2)
                .allMatch(line -> line.matches("  .+: (needs|The|[A-Z]).+\\."));
    }

    private static int indexOf(List<String> lines, String begin) {
        for (int index = 0; index < lines.size(); index++) {
            if (lines.get(index).startsWith(begin)) {
                return index;
            }
        }
        throw new AssertionError("There is no line that starts with " + begin);
    }

    @Test
    void saysWhatFitsAndWhyNot() {
        assertThat(run().out().lines())
                .anySatisfy(line -> assertThat(line).matches("1F1B .* yes"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("GPipe ")
                        .endsWith("no  Device d0 needs 4 MiB, its limit is 2. And 1 more."));
    }

    @Test
    void printsOneJsonObject() throws IOException {
        JsonNode result = new ObjectMapper().readTree(run("--json").out());
        assertThat(result.get("lowerBound").asLong()).isEqualTo(3);
        assertThat(result.get("baselines")).hasSize(Baselines.all().size() + 1);
        JsonNode gpipe = find(result.get("baselines"), "GPipe");
        assertThat(gpipe.get("fits").asBoolean()).isFalse();
        assertThat(gpipe.get("peakMemory")).hasSize(2);
        assertThat(gpipe.get("makespan").asLong()).isEqualTo(gpipe.get("value").asLong());
    }

    @Test
    void printsCommaSeparatedValues() {
        List<String> lines = run("--csv").out().lines().toList();
        assertThat(lines.get(0)).startsWith("family,value,makespan,");
        assertThat(lines).hasSize(Baselines.all().size() + 3);
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("1F1B,\\d+,.*,true,"));
        assertThat(lines.get(lines.size() - 1)).startsWith("lower bound,3,");
    }

    @Test
    void refusesTwoFormatsAtOnce() {
        assertThat(run("--csv", "--json").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static JsonNode find(JsonNode baselines, String family) {
        for (JsonNode baseline : baselines) {
            if (baseline.get("family").asText().equals(family)) {
                return baseline;
            }
        }
        throw new AssertionError("There is no " + family + " in " + baselines + ".");
    }

    private CommandLineRun run(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "baselines";
        words[1] = "i.json";
        System.arraycopy(options, 0, words, 2, options.length);
        return CommandLineRun.of(new FixedEngine(Status.FEASIBLE), directory, words);
    }
}
