package org.takt.model.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;

/** Makes the committed instances from the figures committed beside them. */
final class CommittedInstances {
    /** The memory limits as multiples, in quarters, of what 1F1B needs, by the suffix of the name. */
    private static final Map<String, Integer> QUARTERS = new LinkedHashMap<>();

    /** The models of the Zero Bubble paper by their hidden size. */
    private static final Map<Integer, String> MODELS = Map.of(2304, "1.5B", 4096, "6.2B", 5120, "14.6B", 6144, "28.3B");

    static {
        QUARTERS.put("0p5x", 2);
        QUARTERS.put("0p75x", 3);
        QUARTERS.put("1x", 4);
        QUARTERS.put("1p5x", 6);
        QUARTERS.put("2x", 8);
    }

    private CommittedInstances() {}

    /** Returns the instances of each family whose figures lie in the given folder. */
    static Map<String, List<Instance>> families(Path folder) throws IOException {
        Map<String, List<Instance>> families = new LinkedHashMap<>();
        families.put("zero-bubble", zeroBubble(folder.resolve("zero-bubble")));
        families.put("primus", List.of(primus(folder.resolve("primus/profile.csv"))));
        return families;
    }

    private static List<Instance> zeroBubble(Path folder) throws IOException {
        List<Instance> instances = new ArrayList<>();
        for (Map<String, String> row : rows(folder.resolve("settings.csv"))) {
            QUARTERS.forEach((suffix, quarters) -> instances.add(published(row, suffix, quarters)));
        }
        instances.add(ZeroBubbleSettings.read(folder.resolve("settings/heterogeneous.json"))
                .toInstance("zb-heterogeneous-p8-m32"));
        return instances;
    }

    /** Device 0 of 1F1B holds the activations of p micro-batches, more than any other device. */
    private static Instance published(Map<String, String> row, String suffix, int quarters) {
        int devices = Integer.parseInt(row.get("p"));
        int microBatches = Integer.parseInt(row.get("m"));
        boolean iclr = row.get("set").equals("ICLR");
        String model = MODELS.get(Integer.valueOf(row.get("h")));
        long activation = Long.parseLong(row.get("memF=34h+5as"));
        long limit = Math.multiplyExact(devices * activation, quarters) / 4;
        StageSpec stage = new StageSpec(
                Long.parseLong(row.get("TF_us")),
                Long.parseLong(row.get("TB_us")),
                Long.parseLong(row.get("TW_us")),
                OptionalLong.empty(),
                StageMemory.ofDeltas(0, activation, Long.parseLong(row.get("memB")), Long.parseLong(row.get("memW"))));
        Map<String, String> details = new LinkedHashMap<>();
        details.put("paper", "https://arxiv.org/abs/2401.10241");
        details.put(
                "repository",
                "https://github.com/sail-sg/zero-bubble-pipeline-parallelism, branch arxiv, "
                        + "megatron/core/pipeline_parallel/efficiency.py");
        details.put("version", iclr ? "ICLR 2024" : "arXiv");
        details.put("model", model + ", sequence length 1024");
        details.put("hardware", "A100 80 GB");
        details.put(
                "memory",
                "activations of one transformer layer in bytes per token: 34 h + 5 a s at a forward, of which 32 h are "
                        + "kept until the weight gradient");
        details.put("memoryLimit", quarters / 4.0 + " x what 1F1B needs, p x (34 h + 5 a s)");
        if (!iclr) {
            details.put("transforms", "times doubled, from one of the two chunks of a device to one stage");
        }
        String name = "zb-" + (iclr ? "iclr" : "arxiv")
                + "-" + model.replace(".", "p").replace("B", "b")
                + "-p" + devices
                + "-m" + microBatches
                + "-" + suffix;
        return new Instance(
                name,
                "",
                "us",
                "B/token/layer",
                devices(devices, OptionalLong.of(limit)),
                Collections.nCopies(devices, stage),
                new Placement.Loop(),
                Communication.latency(Long.parseLong(row.get("Tcomm_us"))),
                Collections.nCopies(microBatches, MicroBatch.PLAIN),
                Backward.SPLIT,
                Objective.MAKESPAN,
                Optional.of(new Provenance(
                        Provenance.Kind.PUBLISHED,
                        "Qi, Wan, Huang, Lin: Zero Bubble (Almost) Pipeline Parallelism, ICLR 2024",
                        details)));
    }

    /**
     * Stage s of 1F1B holds the activations of 8 − s micro-batches at its peak. With the mean difference of two
     * neighbours' peaks as activation, what is left as constant differs by less than 2 GB between the stages.
     */
    private static Instance primus(Path profile) throws IOException {
        List<Map<String, String>> rows = rows(profile);
        int count = rows.size();
        long[] peaks =
                rows.stream().mapToLong(row -> thousandfold(row.get("peak_GB"))).toArray();
        long activation = Math.round((peaks[0] - peaks[count - 1]) / (count - 1.0));
        List<StageSpec> stages = new ArrayList<>();
        for (int stage = 0; stage < count; stage++) {
            long backward = thousandfold(rows.get(stage).get("backward_ms"));
            stages.add(new StageSpec(
                    thousandfold(rows.get(stage).get("forward_ms")),
                    backward - backward / 2,
                    backward / 2,
                    OptionalLong.of(backward),
                    new StageMemory(peaks[stage] - (count - stage) * activation, activation, activation, 0)));
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put(
                "repository",
                "https://github.com/AMD-AGI/Primus, tools/visualization/pp_vis/pp_data_example/gpu8_layer64_gbs16/pp8");
        details.put("licence", "MIT");
        details.put("hardware", "AMD MI300, memory limit that of an MI300X, 192 GB");
        details.put("model", "64 layers");
        details.put("statistic", "median over the micro-batches of iteration 20");
        details.put("measuredIteration", "3265 ms under 1F1B");
        details.put("communication", "not measured, 0");
        details.put(
                "memory",
                "from the peaks measured under 1F1B: the mean difference of neighbouring stages as activation, the rest "
                        + "constant");
        details.put(
                "backward", "measured fused; input and weight gradient are half of it each, all memory kept for both");
        return new Instance(
                "primus-mi300-64l-p8-m16",
                "",
                "us",
                "MB",
                devices(count, OptionalLong.of(192_000)),
                stages,
                new Placement.Loop(),
                Communication.latency(0),
                Collections.nCopies(16, MicroBatch.PLAIN),
                Backward.FUSED,
                Objective.MAKESPAN,
                Optional.of(new Provenance(Provenance.Kind.MEASURED, "AMD-AGI/Primus pipeline example", details)));
    }

    private static List<DeviceSpec> devices(int count, OptionalLong limit) {
        List<DeviceSpec> devices = new ArrayList<>();
        for (int device = 0; device < count; device++) {
            devices.add(new DeviceSpec("gpu" + device, limit, 1000, 0));
        }
        return devices;
    }

    private static long thousandfold(String figure) {
        return new BigDecimal(figure).movePointRight(3).longValueExact();
    }

    private static List<Map<String, String>> rows(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        String[] names = lines.get(0).split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < names.length; column++) {
                row.put(names[column], cells[column]);
            }
            rows.add(row);
        }
        return rows;
    }
}
