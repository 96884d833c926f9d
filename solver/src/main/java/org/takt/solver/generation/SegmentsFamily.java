package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.instance.TokenMemory;
import org.takt.model.problem.Objective;
import org.takt.model.verification.DeviceReport;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.Seq1F1B;

/**
 * Sequences in segments through equal stages, backwards fused and twice as long as forwards, at the memory that Seq1F1B (arXiv
 * 2406.03488) needs on the device that needs most: segments that cost the same, and sequences half of whose cost is causal attention,
 * cut into equally long segments and into segments of equal cost. A segment has 1000 tokens and takes 1000 ticks forwards, on average.
 */
public final class SegmentsFamily implements InstanceFamily {
    private static final String NAME = "segments";
    private static final long TOKENS = 1000;
    private static final long MILLION = 1_000_000;
    private static final List<Setting> SETTINGS =
            List.of(new Setting(4, 8, 2), new Setting(4, 8, 4), new Setting(8, 16, 4));

    /** How many devices, micro-batches, and segments of each. */
    private record Setting(int devices, int microBatches, int segments) {
        long length() {
            return segments * TOKENS;
        }

        /** Half of the cost of a whole sequence is in proportion to its tokens, half to their square. */
        StageSpec causal() {
            return stage(MILLION / 2, MILLION * MILLION / length());
        }

        StageSpec linear() {
            return stage(MILLION, 0);
        }

        private static StageSpec stage(long perMillion, long perMillionSquared) {
            return new StageSpec(
                    0,
                    0,
                    0,
                    OptionalLong.empty(),
                    StageMemory.NONE.withPerMillionTokens(new TokenMemory(MILLION, MILLION, 0, 0)),
                    new PassRates(perMillion, 2 * perMillion, 0, OptionalLong.empty()),
                    new PassRates(perMillionSquared, 2 * perMillionSquared, 0, OptionalLong.empty()));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Instance> instances() {
        List<Instance> instances = new ArrayList<>();
        for (Setting setting : SETTINGS) {
            Segmentation equal = new Segmentation.Equal(setting.segments(), 1);
            Segmentation equalCost = new Segmentation.EqualCost(setting.segments(), 1);
            instances.add(atItsMemory(setting, setting.linear(), equal, "linear", "cost in proportion to tokens"));
            instances.add(atItsMemory(
                    setting,
                    setting.causal(),
                    equal,
                    "causal-equal",
                    "half of the cost is causal attention, equal cut"));
            instances.add(atItsMemory(
                    setting,
                    setting.causal(),
                    equalCost,
                    "causal-cost",
                    "half of the cost is causal attention, cut of equal cost"));
        }
        return instances;
    }

    private static Instance atItsMemory(
            Setting setting, StageSpec stage, Segmentation segmentation, String suffix, String rule) {
        Instance unlimited = instance(setting, stage, segmentation, suffix, rule, OptionalLong.empty());
        return instance(setting, stage, segmentation, suffix, rule, OptionalLong.of(peak(unlimited)));
    }

    private static long peak(Instance unlimited) {
        Baseline baseline = Baselines.of(Expander.expand(unlimited), new Seq1F1B());
        if (!(baseline.outcome() instanceof Baseline.Scheduled scheduled)) {
            throw new IllegalStateException("Seq1F1B has no schedule of " + unlimited.name() + ".");
        }
        return scheduled.report().devices().stream()
                .mapToLong(DeviceReport::peakMemory)
                .max()
                .orElseThrow();
    }

    private static Instance instance(
            Setting setting,
            StageSpec stage,
            Segmentation segmentation,
            String suffix,
            String rule,
            OptionalLong memoryLimit) {
        List<DeviceSpec> devices = new ArrayList<>();
        for (int device = 0; device < setting.devices(); device++) {
            devices.add(new DeviceSpec("gpu" + device, memoryLimit, ProfiledPipeline.FULL_SPEED, 0));
        }
        return new Instance(
                NAME + "-p" + setting.devices() + "-m" + setting.microBatches() + "-s" + setting.segments() + "-"
                        + suffix,
                "",
                "tick",
                "token",
                devices,
                Collections.nCopies(setting.devices(), stage),
                new Placement.Loop(),
                Communication.latency(0),
                Collections.nCopies(setting.microBatches(), MicroBatch.of(setting.length(), segmentation)),
                Backward.FUSED,
                Objective.MAKESPAN,
                Optional.of(new Provenance(
                        Provenance.Kind.SYNTHETIC,
                        rule,
                        Map.of("memoryLimit", "what Seq1F1B needs on the device that needs most"))));
    }
}
