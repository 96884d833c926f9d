package org.takt.model.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;

/**
 * Measured times of a pipeline's forwards and backwards. What was not measured (memory, communication) an instance made
 * of it leaves out.
 *
 * @param source where the measurements come from, not blank
 * @param devices number of devices, at least 1
 * @param deviceOfStage the device of each stage
 * @param microBatches number of micro-batches, at least 1
 * @param times for each stage the samples by kind: F, and B or both I and W
 * @param remarks further facts for the provenance, by name
 */
public record Profile(
        String source,
        int devices,
        List<Integer> deviceOfStage,
        int microBatches,
        List<Map<OpKind, Samples>> times,
        Map<String, String> remarks) {
    /** The unit of the times of instances. */
    public static final String TIME_UNIT = "us";

    /** The mean spread from which on differences between good schedules are smaller than the noise: 5 %. */
    public static final double LARGE_SPREAD = 0.05;

    private static final List<OpKind> KINDS = List.of(OpKind.F, OpKind.B, OpKind.I, OpKind.W);

    public Profile {
        deviceOfStage = List.copyOf(deviceOfStage);
        times = times.stream().map(Map::copyOf).toList();
        remarks = Collections.unmodifiableMap(new LinkedHashMap<>(remarks));
        if (deviceOfStage.size() != times.size()) {
            throw new IllegalArgumentException(
                    "There are devices of " + deviceOfStage.size() + " stages and times of " + times.size() + ".");
        }
        for (int stage = 0; stage < times.size(); stage++) {
            Map<OpKind, Samples> kinds = times.get(stage);
            boolean cut = kinds.containsKey(OpKind.I) && kinds.containsKey(OpKind.W);
            if (!kinds.containsKey(OpKind.F) || (!cut && !kinds.containsKey(OpKind.B))) {
                throw new IllegalArgumentException(
                        "Stage " + stage + " needs times of forwards and of full or cut backwards.");
            }
        }
    }

    /**
     * Returns the instance whose costs are the medians, in whole microseconds; the provenance holds how many times were
     * measured, their spread (see {@link Samples#spread}) and their {@link Noise}. Devices have unlimited memory,
     * communication takes no time. Where backwards were only measured in full they are fused, and half of them is given
     * for each part; where they were only measured cut they are split.
     *
     * @throws InvalidInstanceException if the numbers make no instance
     */
    public Instance toInstance(String name) {
        return new Instance(
                name,
                "",
                TIME_UNIT,
                "MB",
                IntStream.range(0, devices)
                        .mapToObj(device -> new DeviceSpec("gpu" + device, OptionalLong.empty(), 1000, 0))
                        .toList(),
                times.stream().map(Profile::stage).toList(),
                new Placement.Explicit(deviceOfStage),
                Communication.latency(0),
                Collections.nCopies(microBatches, MicroBatch.PLAIN),
                backward(),
                Objective.MAKESPAN,
                Optional.of(provenance()));
    }

    /** Returns the mean of the spreads, weighted by the medians. */
    public double meanSpread() {
        double weighted = 0;
        double total = 0;
        for (Map<OpKind, Samples> kinds : times) {
            for (OpKind kind : KINDS) {
                Samples samples = kinds.get(kind);
                if (samples != null) {
                    weighted += samples.spread() * samples.median();
                    total += samples.median();
                }
            }
        }
        return total == 0 ? 0 : weighted / total;
    }

    /** Returns what to warn of: a spread that makes the optimum meaningless; nothing if it is small. */
    public Optional<String> warning() {
        double spread = meanSpread();
        return spread < LARGE_SPREAD
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The middle half of the measured times spans %.1f%% of the median: schedules whose makespans"
                                + " differ by less are equally good, so optimality means little here; takt robust shows"
                                + " how a schedule fares.",
                        100 * spread));
    }

    private Backward backward() {
        boolean full = times.stream().allMatch(kinds -> kinds.containsKey(OpKind.B));
        boolean cut = times.stream().allMatch(kinds -> kinds.containsKey(OpKind.I) && kinds.containsKey(OpKind.W));
        if (full == cut) {
            return Backward.EITHER;
        }
        return full ? Backward.FUSED : Backward.SPLIT;
    }

    private static Samples measured(Map<OpKind, Samples> kinds, OpKind kind) {
        return Objects.requireNonNull(kinds.get(kind));
    }

    private static StageSpec stage(Map<OpKind, Samples> kinds) {
        Samples full = kinds.get(OpKind.B);
        Samples input = kinds.get(OpKind.I);
        Samples weight = kinds.get(OpKind.W);
        long forward = Math.round(measured(kinds, OpKind.F).median());
        if (input != null && weight != null) {
            return new StageSpec(
                    forward,
                    Math.round(input.median()),
                    Math.round(weight.median()),
                    full == null ? OptionalLong.empty() : OptionalLong.of(Math.round(full.median())),
                    StageMemory.NONE);
        }
        long backward = Math.round(measured(kinds, OpKind.B).median());
        return new StageSpec(
                forward, backward / 2, backward - backward / 2, OptionalLong.of(backward), StageMemory.NONE);
    }

    private Provenance provenance() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("costs", "medians of the measured times");
        for (OpKind kind : KINDS) {
            List<String> counts = new ArrayList<>();
            List<String> spreads = new ArrayList<>();
            for (Map<OpKind, Samples> kinds : times) {
                Samples samples = kinds.get(kind);
                counts.add(samples == null ? "0" : String.valueOf(samples.count()));
                spreads.add(samples == null ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * samples.spread()));
            }
            if (counts.stream().anyMatch(count -> !count.equals("0"))) {
                details.put("samples of " + kind + " by stage", String.join(" ", counts));
                details.put("spread of " + kind + " by stage", String.join(" ", spreads));
            }
        }
        details.putAll(Noise.of(times).toDetails());
        if (times.stream().noneMatch(kinds -> kinds.containsKey(OpKind.I))) {
            details.put("parts of backwards", "not measured: half each");
        }
        details.put("not measured", "memory and communication");
        details.putAll(remarks);
        return new Provenance(Provenance.Kind.MEASURED, source, details);
    }
}
