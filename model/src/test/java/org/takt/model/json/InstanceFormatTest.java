package org.takt.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Link;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/** Every field and every default of the format, by hand. */
class InstanceFormatTest {
    private static Instance read(String name) {
        return InstanceReader.parse(name, ValidFiles.content(name));
    }

    private static StageSpec stage(long forward, long input, long weight, OptionalLong full, StageMemory memory) {
        return new StageSpec(forward, input, weight, full, memory);
    }

    @Test
    void defaultsWhatIsMissing() {
        StageSpec stage = stage(10, 11, 12, OptionalLong.empty(), new StageMemory(0, 0, 0, 0));

        assertThat(read("minimal.json"))
                .isEqualTo(new Instance(
                        "minimal",
                        "",
                        "us",
                        "MiB",
                        List.of(
                                new DeviceSpec("gpu0", OptionalLong.empty(), 1000, 0),
                                new DeviceSpec("gpu1", OptionalLong.empty(), 1000, 0)),
                        List.of(stage, stage, stage, stage),
                        new Placement.Loop(),
                        new Communication(new Link.Latency(0), List.of()),
                        List.of(MicroBatch.PLAIN, MicroBatch.PLAIN, MicroBatch.PLAIN),
                        Backward.SPLIT,
                        Objective.MAKESPAN,
                        Optional.empty()));
    }

    @Test
    void readsEveryField() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("hardware", "3 GPUs");
        details.put("licence", "");
        details.put("a/b", "first");

        Instance instance = read("every-field.json");

        assertThat(instance)
                .isEqualTo(new Instance(
                        "every field",
                        "Äther, 輪, 🚂, A, \"quoted\", \\ and /",
                        "µs",
                        "GiB",
                        List.of(
                                new DeviceSpec("left", OptionalLong.of(80), 900, 3),
                                new DeviceSpec("gpu1", OptionalLong.of(0), 1_000_000, 0),
                                new DeviceSpec("right", OptionalLong.empty(), 1000, 0)),
                        List.of(
                                stage(1, 2, 3, OptionalLong.of(4), new StageMemory(5, 7, 6, 8)),
                                stage(0, 0, 0, OptionalLong.empty(), new StageMemory(0, 9, 0, 0)),
                                stage(10, 11, 12, OptionalLong.empty(), new StageMemory(13, 16, 2, 0)),
                                stage(17, 18, 19, OptionalLong.of(0), new StageMemory(0, 20, 20, 21))),
                        new Placement.Explicit(List.of(2, 0, 1, 0)),
                        new Communication(
                                new Link.Exclusive(22, 23),
                                List.of(
                                        new Communication.Edge(0, 1, new Link.Latency(24)),
                                        new Communication.Edge(1, 0, new Link.Exclusive(25, 26)),
                                        new Communication.Edge(2, 0, new Link.Exclusive(27, 0)))),
                        List.of(
                                MicroBatch.PLAIN,
                                new MicroBatch(0, 1_000_000_000, OptionalInt.empty()),
                                new MicroBatch(1500, 1000, OptionalInt.empty())),
                        Backward.EITHER,
                        new Objective.PeakMemory(28),
                        Optional.of(new Provenance(Provenance.Kind.MEASURED, "A. Engineer", details))));
        assertThat(instance.provenance().orElseThrow().details().keySet())
                .containsExactly("hardware", "licence", "a/b");
    }

    @Test
    void readsTwoPipelinesAndNamedDevices() {
        Instance instance = read("two-pipelines.json");

        assertThat(instance.devices())
                .containsExactly(
                        new DeviceSpec("node-0", OptionalLong.of(Problem.MAX_TOTAL), 500, 7),
                        new DeviceSpec("node-1", OptionalLong.of(Problem.MAX_TOTAL), 500, 7));
        assertThat(instance.stages()).hasSize(4).containsOnly(stage(10, 11, 12, OptionalLong.of(20), StageMemory.NONE));
        assertThat(instance.placement()).isEqualTo(new Placement.Bidirectional(new Placement.V()));
        assertThat(instance.communication()).isEqualTo(Communication.latency(5));
        assertThat(instance.microBatches())
                .extracting(MicroBatch::direction)
                .containsExactly(OptionalInt.of(1), OptionalInt.of(0), OptionalInt.empty());
        assertThat(instance.backward()).isEqualTo(Backward.FUSED);
        assertThat(instance.objective()).isEqualTo(Objective.MAX_DEVICE_SPAN);
        assertThat(instance.provenance()).contains(new Provenance(Provenance.Kind.ANALYTIC, "a cost model", Map.of()));
    }

    @Test
    void readsWavesAndCountedMicroBatches() {
        Instance instance = read("waves.json");

        assertThat(instance.devices()).extracting(DeviceSpec::name).containsExactly("gpu0", "b");
        assertThat(instance.placement()).isEqualTo(new Placement.Wave(2));
        assertThat(instance.communication()).isEqualTo(Communication.latency(0));
        assertThat(instance.microBatches()).hasSize(2).containsOnly(new MicroBatch(1200, 800, OptionalInt.empty()));
        assertThat(instance.objective()).isEqualTo(Objective.MAKESPAN);
    }

    @Test
    void writesTheShorterFormForPeople() {
        assertThat(InstanceWriter.toJson(read("two-pipelines.json"))).isEqualTo("""
                        {
                          "format": "takt-instance/1",
                          "name": "two pipelines",
                          "timeUnit": "ms",
                          "memoryUnit": "bytes",
                          "devices": {
                            "count": 2,
                            "namePrefix": "node-",
                            "memoryLimit": 1000000000000000,
                            "speedPermille": 500,
                            "constantMemory": 7
                          },
                          "stages": {"count": 4, "forward": 10, "backwardInput": 11, "backwardWeight": 12, "backward": 20},
                          "placement": {"type": "bidirectional", "base": "v"},
                          "communication": {"default": {"type": "latency", "time": 5}},
                          "microBatches": [{"direction": 1}, {"direction": 0}, {}],
                          "backward": "fused",
                          "objective": {"type": "MAX_DEVICE_SPAN"},
                          "provenance": {"kind": "analytic", "source": "a cost model"}
                        }
                        """);
    }

    @Test
    void readsBackWhatItWrote() {
        for (String name : ValidFiles.NAMES) {
            Instance instance = read(name);
            byte[] written = InstanceWriter.toJson(instance).getBytes(UTF_8);

            assertThat(InstanceReader.parse("again", written)).isEqualTo(instance);
        }
    }

    @Test
    void readsTheLargestNumbersOfEquals() {
        String json = new String(ValidFiles.content("minimal.json"), UTF_8)
                .replace("\"devices\": {\"count\": 2}", "\"devices\": {\"count\": 100000}")
                .replace("\"stages\": {\"count\": 4", "\"stages\": {\"count\": 100000");

        Instance instance = InstanceReader.parse("many", json.getBytes(UTF_8));

        assertThat(instance.devices()).hasSize(100_000);
        assertThat(instance.devices().get(99_999).name()).isEqualTo("gpu99999");
        assertThat(instance.stages()).hasSize(100_000);
    }
}
