package org.takt.solver.generation;

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
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.instance.TokenMemory;
import org.takt.model.problem.Objective;

/**
 * Micro-batches of unequal lengths through 4 and 8 equal stages, backwards fused: lengths drawn from a log-normal
 * distribution, one long micro-batch among short ones, and drawn lengths in ascending order; without a memory limit and
 * with what 1F1B needs in the order of the micro-batches.
 */
public final class UnequalFamily implements InstanceFamily {
    private static final String NAME = "unequal";
    private static final int[] DEVICES = {4, 8};
    private static final int[] MICRO_BATCHES = {8, 16, 32};
    private static final long MEDIAN = 4096;
    private static final long SHORTEST = 256;
    private static final long LONGEST = 131_072;
    private static final long ONE_LONG = 32_768;
    private static final long LATENCY = 35;

    /** Eight blocks of Llama 3.1 8B on 8 H100 SXM (tensor parallel 2, context parallel 4) at 45 % of their peak. */
    private static final StageSpec STAGE = new StageSpec(
            0,
            0,
            0,
            OptionalLong.empty(),
            StageMemory.NONE.withPerMillionTokens(new TokenMemory(136_000_000, 136_000_000, 0, 0)),
            new PassRates(980_132, 980_132, 980_132, OptionalLong.empty()),
            new PassRates(36_813_841, 73_627_682, 0, OptionalLong.empty()));

    /** Lengths in order of micro-batch, and the rule in words. */
    private record Lengths(String name, List<Long> tokens, String rule) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Instance> instances() {
        List<Instance> instances = new ArrayList<>();
        for (int devices : DEVICES) {
            for (int microBatches : MICRO_BATCHES) {
                for (Lengths lengths : List.of(
                        drawn(devices, microBatches), oneLong(microBatches), ascending(devices, microBatches))) {
                    instances.add(instance(devices, lengths, OptionalLong.empty(), "free", "none"));
                    instances.add(instance(
                            devices,
                            lengths,
                            OptionalLong.of(oneForwardOneBackwardPeak(devices, lengths.tokens())),
                            "1x",
                            "what 1F1B needs on its first device with the micro-batches in order"));
                }
            }
        }
        return instances;
    }

    private static Lengths drawn(int devices, int microBatches) {
        long seed = 1000L * devices + microBatches;
        return new Lengths("lognormal", logNormal(microBatches, seed), drawnRule(seed));
    }

    private static Lengths ascending(int devices, int microBatches) {
        long seed = 1000L * devices + microBatches + 500;
        List<Long> tokens = logNormal(microBatches, seed);
        Collections.sort(tokens);
        return new Lengths("sorted", tokens, drawnRule(seed) + "; in ascending order");
    }

    private static Lengths oneLong(int microBatches) {
        List<Long> tokens = new ArrayList<>(Collections.nCopies(microBatches, MEDIAN));
        tokens.set(microBatches / 2, ONE_LONG);
        return new Lengths("one-long", tokens, "micro-batches of 4096 tokens and one of 32768 amid them");
    }

    private static String drawnRule(long seed) {
        return "lengths 4096 eᶻ for z normal with variance 1, from 256 to 131072 tokens, SplitMix64 with seed " + seed;
    }

    /** Box and Muller's transformation; of each pair one number is used. */
    private static List<Long> logNormal(int count, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        List<Long> tokens = new ArrayList<>();
        for (int drawn = 0; drawn < count; drawn++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            double normal = radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
            tokens.add(Math.max(SHORTEST, Math.min(LONGEST, StrictMath.round(MEDIAN * StrictMath.exp(normal)))));
        }
        return tokens;
    }

    /** The first device holds any p micro-batches that follow each other, memory units. */
    private static long oneForwardOneBackwardPeak(int devices, List<Long> tokens) {
        long perMillion = STAGE.memory().perMillionTokens().activation();
        long peak = 0;
        for (int first = 0; first + devices <= tokens.size(); first++) {
            long held = 0;
            for (long length : tokens.subList(first, first + devices)) {
                held += (length * perMillion + 999_999) / 1_000_000;
            }
            peak = Math.max(peak, held);
        }
        return peak;
    }

    private static Instance instance(
            int devices, Lengths lengths, OptionalLong memoryLimit, String suffix, String limitRule) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("stage", "8 blocks of Llama 3.1 8B on 8 H100 SXM, tensor parallel 2, context parallel 4");
        details.put("memoryLimit", limitRule);
        List<DeviceSpec> specs = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            specs.add(new DeviceSpec("gpu" + device, memoryLimit, ProfiledPipeline.FULL_SPEED, 0));
        }
        return new Instance(
                NAME + "-" + lengths.name() + "-p" + devices + "-m"
                        + lengths.tokens().size() + "-" + suffix,
                "",
                "us",
                "KiB",
                specs,
                Collections.nCopies(devices, STAGE),
                new Placement.Loop(),
                Communication.latency(LATENCY),
                lengths.tokens().stream()
                        .map(length -> MicroBatch.of(length, Segmentation.WHOLE))
                        .toList(),
                Backward.FUSED,
                Objective.MAKESPAN,
                Optional.of(new Provenance(Provenance.Kind.SYNTHETIC, lengths.rule(), details)));
    }
}
