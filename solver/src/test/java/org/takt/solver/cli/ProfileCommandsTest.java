package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;
import org.takt.model.json.InstanceWriter;

/** Profiles in, and what their noise does to a schedule. */
class ProfileCommandsTest {
    private static final String LOG = """
            times across ranks (ms):
              forward-compute:
                 rank  0: 900.00
                 rank  1: 900.00
              backward-compute:
                 rank  0: 900.00
                 rank  1: 900.00
            times across ranks (ms):
              forward-backward:
                 rank  0: 999.00
              forward-compute:
                 rank  0: 40.00
                 rank  1: 44.00
              backward-compute:
                 rank  0: 80.00
                 rank  1: 96.50
              optimizer:
                 rank  0: 7.00
            """;

    @TempDir
    private Path directory;

    private Instance instance(CommandLineRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return InstanceReader.parse("out", run.out().getBytes(StandardCharsets.UTF_8));
    }

    private CommandLineRun run(String... words) {
        return CommandLineRun.of(directory, words);
    }

    @Test
    void readsMegatronsTimersButForTheWarmUp() throws IOException {
        Files.writeString(directory.resolve("log.txt"), LOG);

        Instance instance =
                instance(run("import", "megatron-timers", "log.txt", "--devices", "2", "--micro-batches", "4"));

        assertThat(instance.stages().get(0).forward()).isEqualTo(10_000);
        assertThat(instance.stages().get(1).forward()).isEqualTo(11_000);
        assertThat(instance.stages().get(1).fullBackward()).isEqualTo(24_125);
        assertThat(instance.backward()).isEqualTo(Backward.FUSED);
        assertThat(instance.microBatches()).hasSize(4);
        assertThat(instance.provenance().orElseThrow().detail("samples of F by stage"))
                .contains("1 1");
    }

    @Test
    void refusesLogsThatDoNotSayEnough() throws IOException {
        Files.writeString(directory.resolve("log.txt"), LOG);
        assertThat(run("import", "megatron-timers", "log.txt", "--devices", "2").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("import", "megatron-timers", "log.txt", "--devices", "3", "--micro-batches", "4")
                        .err())
                .contains("log.txt: Found times of 2 ranks, expected a multiple of the 3 devices.");
        Files.writeString(directory.resolve("log.txt"), "forward-compute ......: (604.56, 701.16)\n");
        assertThat(run("import", "megatron-timers", "log.txt", "--devices", "2", "--micro-batches", "4")
                        .err())
                .contains("expected a log of --timing-log-level 2 --timing-log-option all.");
    }

    @Test
    void readsPrimussDumps() throws IOException {
        for (int rank = 0; rank < 2; rank++) {
            String times = "{\"total\": 99.5, \"memory\": 10.2, \"fwd_start\": [0, 10.5], \"fwd_end\": [5.25, 16],"
                    + " \"bwd_start\": [20, 30], \"bwd_end\": [28, 38.5], \"wgrad_start\": [], \"wgrad_end\": []}";
            Files.writeString(
                    directory.resolve("pp_rank_" + rank + ".json"),
                    "{\"1\": {\"warm-up\": true}, \"2\": " + times + "}");
        }

        Instance instance = instance(run("import", "primus", "pp_rank_0.json", "pp_rank_1.json"));

        assertThat(instance.stages().get(1).forward()).isEqualTo(5375);
        assertThat(instance.stages().get(1).fullBackward()).isEqualTo(8250);
        assertThat(instance.microBatches()).hasSize(2);
        assertThat(instance.devices()).hasSize(2);
    }

    @Test
    void namesThePlaceOfWhatPrimusShouldNotHaveWritten() throws IOException {
        Files.writeString(
                directory.resolve("a.json"),
                "{\"5\": {\"fwd_start\": [0, \"x\"], \"fwd_end\": [1, 2], \"bwd_start\": [3], \"bwd_end\": [2, 3]}}");

        CommandLineRun run = run("import", "primus", "a.json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("/5/fwd_start/1: Found the string \"x\"", "/5/bwd_end: Found 1 starts, 2 ends");
    }

    private static String event(String name, String category, double start, double duration) {
        return "{\"ph\": \"X\", \"cat\": \"" + category + "\", \"name\": \"" + name
                + "\", \"pid\": 1, \"args\": {\"a\": [1]}," + " \"ts\": " + start + ", \"dur\": " + duration + "}";
    }

    /** The second rank's forward begins to wait at 50, its input is there at 100; its gradient leaves at 400. */
    private void writeTraces(String category) throws IOException {
        Files.writeString(
                directory.resolve("r0.json"),
                "{\"schemaVersion\": 1, \"traceEvents\": [" + event("PP:0F0", category, 0, 100) + ", "
                        + event("PP:0SEND_F0", category, 100, 5) + ", " + event("aten::mm", "cpu_op", 1, 2) + ", "
                        + event("PP:0B0", category, 110, 490) + "], \"traceName\": \"r0\"}");
        Files.writeString(
                directory.resolve("r1.json"),
                "[" + event("PP:1F0", category, 50, 130) + "," + event("PP:1I0", category, 180, 220) + ","
                        + event("PP:1W0", category, 400, 30) + "]");
    }

    @Test
    void readsPyTorchsTracesWithoutTheWaits() throws IOException {
        writeTraces("user_annotation");

        Instance instance = instance(run("import", "pytorch-trace", "r0.json", "r1.json", "--name", "traced"));

        assertThat(instance.name()).isEqualTo("traced");
        assertThat(instance.stages().get(0).forward()).isEqualTo(100);
        assertThat(instance.stages().get(0).fullBackward()).isEqualTo(200);
        assertThat(instance.stages().get(1).forward()).isEqualTo(80);
        assertThat(instance.stages().get(1).backwardInput()).isEqualTo(220);
        assertThat(instance.stages().get(1).backwardWeight()).isEqualTo(30);
        assertThat(instance.provenance().orElseThrow().detail("waits left out")).contains("2");
    }

    /** The ops slept 20 and 40 ms on stage 0, 25 and 45 ms on stage 1, and computed little. */
    @Test
    void readsTracesThatPyTorchWrote() throws IOException {
        for (String rank : List.of("rank0.json", "rank1.json")) {
            try (InputStream trace = ProfileCommandsTest.class.getResourceAsStream("pytorch-trace/" + rank)) {
                Files.copy(Objects.requireNonNull(trace), directory.resolve(rank));
            }
        }

        Instance instance = instance(run("import", "pytorch-trace", "rank0.json", "rank1.json"));

        assertThat(instance.microBatches()).hasSize(4);
        assertThat(instance.backward()).isEqualTo(Backward.FUSED);
        assertThat(instance.stages().get(0).forward()).isBetween(20_000L, 22_000L);
        assertThat(instance.stages().get(0).fullBackward()).isBetween(40_000L, 43_000L);
        assertThat(instance.stages().get(1).forward()).isBetween(25_000L, 27_000L);
        assertThat(instance.stages().get(1).fullBackward()).isBetween(45_000L, 47_000L);
    }

    @Test
    void prefersRangesOnTheAcceleratorsStream() throws IOException {
        writeTraces("gpu_user_annotation");
        String trace = Files.readString(directory.resolve("r0.json"));
        Files.writeString(
                directory.resolve("r0.json"),
                trace.replace(
                        "\"traceEvents\": [", "\"traceEvents\": [" + event("PP:0F0", "user_annotation", 0, 3) + ", "));

        assertThat(instance(run("import", "pytorch-trace", "r0.json", "r1.json"))
                        .stages()
                        .get(0)
                        .forward())
                .isEqualTo(100);
    }

    @Test
    void saysWhatTracesLack() throws IOException {
        Files.writeString(directory.resolve("r0.json"), "{\"traceEvents\": [" + event("x", "y", 0, 1) + "]}");
        assertThat(run("import", "pytorch-trace", "r0.json").err()).contains("Found no range such as PP:2F0");
        Files.writeString(directory.resolve("r0.json"), "{\"traceEvents\": [" + event("PP:0F0", "y", 0, 1) + ",");
        CommandLineRun broken = run("import", "pytorch-trace", "r0.json");
        assertThat(broken.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(broken.err()).contains("The JSON syntax is broken");
    }

    @Test
    void warnsWhereTheNoiseDwarfsTheDifferencesBetweenSchedules() throws IOException {
        String noisy = "{\"1\": {\"fwd_start\": [0, 0, 0], \"fwd_end\": [5, 10, 15], \"bwd_start\": [0, 0, 0],"
                + " \"bwd_end\": [10, 20, 30]}}";
        Files.writeString(directory.resolve("pp_rank_0.json"), noisy);

        CommandLineRun run = run("import", "primus", "pp_rank_0.json", "--output", "i.json");

        assertThat(run.err())
                .contains("takt: Warning: The middle half of the measured times spans 50.0% of the median");
        assertThat(InstanceReader.read(directory.resolve("i.json"))
                        .provenance()
                        .orElseThrow()
                        .detail("spread of F by stage"))
                .contains("50.0%");
    }

    @Test
    void readsZeroBubblesGraphConfig() throws IOException {
        Files.writeString(
                directory.resolve("g.json"),
                "{\"n_stages\": 2, \"n_micro\": 4, \"max_chunks\": 2, \"cost_f\": [5.5, 6], \"cost_b\": [5, 5], \"cost_w\":"
                        + " [4, 4], \"cost_comm\": 0.25, \"mem_f\": [10, 10], \"mem_b\": [-6.5, -6], \"mem_w\": [-3.5, -4],"
                        + " \"max_mem\": [80, 80]}");

        Instance instance = instance(run("import", "zero-bubble-config", "g.json"));

        assertThat(instance.stages()).hasSize(4);
        assertThat(instance.stages().get(3).forward()).isEqualTo(5500);
        assertThat(instance.stages().get(3).memory().activation()).isEqualTo(10_000);
        assertThat(instance.stages().get(3).memory().keptForWeight()).isEqualTo(3500);
        assertThat(instance.devices().get(0).memoryLimit()).hasValue(80_000);
        Files.writeString(directory.resolve("g.json"), "{\"n_stages\": 1, \"n_micro\": 4, \"cost_f\": [-1]}");
        assertThat(run("import", "zero-bubble-config", "g.json").err())
                .contains("/cost_f/0: ", "/cost_b: ", "/cost_comm");
    }

    @Test
    void wrongFieldsOfAGraphConfigAreSaidOnce() throws IOException {
        String rest = "\"n_micro\": 4, \"cost_f\": [5, 6], \"cost_b\": 5, \"cost_w\": [1, 2, 3], \"cost_comm\": 1,"
                + " \"mem_f\": [2, 2], \"mem_b\": [-1, -1], \"mem_w\": [-1, -1]}";
        Files.writeString(directory.resolve("g.json"), "{\"n_stages\": 2, " + rest);
        assertThat(run("import", "zero-bubble-config", "g.json").err().lines())
                .containsExactly(
                        "takt: g.json /cost_b: Found the number 5, expected a list of 2 numbers, one for each device.",
                        "takt: g.json /cost_w: Found a list of 3, expected a list of 2 numbers, one for each device.");

        Files.writeString(directory.resolve("g.json"), "{\"n_stages\": \"2\", " + rest);
        assertThat(run("import", "zero-bubble-config", "g.json").err().lines())
                .containsExactly(
                        "takt: g.json /n_stages: Found the string \"2\", expected a whole number from 1 to 100000.",
                        "takt: g.json /cost_b: Found the number 5, expected a list of numbers.");
    }

    @Test
    void showsHowAScheduleFaresUnderTheMeasuredNoise() throws IOException {
        String noisy = "{\"1\": {\"fwd_start\": [0, 0, 0], \"fwd_end\": [9, 10, 11], \"bwd_start\": [0, 0, 0],"
                + " \"bwd_end\": [18, 20, 22]}}";
        Files.writeString(directory.resolve("pp_rank_0.json"), noisy);
        run("import", "primus", "pp_rank_0.json", "--output", "i.json");
        Files.writeString(directory.resolve("s.csv"), "0F0,0B0,0F1,0B1,0F2,0B2\n");

        CommandLineRun run = run("robust", "--schedule", "s.csv", "--instance", "i.json", "--runs", "200", "--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.get("planned").asLong()).isEqualTo(90_000);
        assertThat(result.get("least").asLong()).isBetween(81_000L, 89_999L);
        assertThat(result.get("worst").asLong()).isBetween(90_001L, 99_000L);
        assertThat(result.get("quantiles").get("0.5").asLong()).isBetween(87_000L, 93_000L);
        assertThat(run("robust", "--schedule", "s.csv", "--instance", "i.json", "--runs", "200", "--json")
                        .out())
                .isEqualTo(run.out());
        assertThat(run("robust", "--schedule", "s.csv", "--instance", "i.json", "--noise", "0%", "--runs", "3")
                        .out())
                .contains("planned", "90000", "worst of 3")
                .contains("1.000");
    }

    @Test
    void asksForNoiseWhereNoneWasMeasured() throws IOException {
        Files.writeString(
                directory.resolve("i.json"),
                InstanceWriter.toJson(Instances.of(1, 1).instance()));
        Files.writeString(directory.resolve("s.csv"), "0F0,0B0\n");
        assertThat(run("robust", "--schedule", "s.csv", "--instance", "i.json").err())
                .contains("The instance holds no measured noise");
    }
}
