package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Placement;
import org.takt.model.verification.DeviceReport;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.BuildingBlockFamily;
import org.takt.solver.baseline.InterleavedOneForwardOneBackward;
import org.takt.solver.baseline.ScheduleFamily;
import org.takt.solver.baseline.ZeroBubbleV;

/**
 * Pipelines of 2 and 4 chunks on each device, in a V and in a loop: 4, 8 and 16 devices, 2 and 4 micro-batches for each
 * device. The memory limits are shares of what 1F1B needs with one stage on each device, and what the published families
 * of the placement need themselves, once where two of these are the same.
 */
public final class ChunkedFamily implements InstanceFamily {
    private static final String NAME = "chunked";
    private static final int[] DEVICES = {4, 8, 16};
    private static final int[] CHUNKS = {2, 4};
    private static final int[] MICRO_BATCHES_PER_DEVICE = {2, 4};
    private static final List<MemoryShare> SHARES = List.of(MemoryShare.THIRD, MemoryShare.HALF, MemoryShare.ALL);
    private static final PublishedProfile PROFILE = PublishedProfile.MODEL_6P2B_CHUNKED;

    /** A published family by what its memory is called in names. */
    private record Named(String suffix, ScheduleFamily family) {}

    /**
     * A memory limit.
     *
     * @param suffix what it is called in names
     * @param units memory units
     * @param reason the rule in words, for the provenance
     */
    private record Limit(String suffix, long units, String reason) {
        /** Returns this limit, which another rule names too. */
        Limit and(Limit same) {
            return new Limit(suffix, units, reason + "; also " + same.reason());
        }
    }

    private static final List<Named> OF_V = List.of(
            new Named("vmin", BuildingBlockFamily.V_MIN),
            new Named("vhalf", BuildingBlockFamily.V_HALF),
            new Named("zbv", new ZeroBubbleV()));

    private static final List<Named> OF_LOOP =
            List.of(new Named("interleaved", new InterleavedOneForwardOneBackward()));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Instance> instances() {
        List<Instance> instances = new ArrayList<>();
        for (Placement placement : List.of(new Placement.V(), new Placement.Loop())) {
            for (int chunks : CHUNKS) {
                for (int devices : DEVICES) {
                    for (int perDevice : MICRO_BATCHES_PER_DEVICE) {
                        instances.addAll(underAllLimits(placement, chunks, devices, perDevice * devices));
                    }
                }
            }
        }
        return instances;
    }

    private static List<Instance> underAllLimits(Placement placement, int chunks, int devices, int microBatches) {
        ProfiledPipeline pipeline = ProfiledPipeline.onEqualDevices(
                PROFILE,
                Collections.nCopies(chunks * devices, PROFILE.stage(1000 / chunks, 1000 / chunks)),
                devices,
                placement,
                microBatches);
        String rule = "each of the " + chunks + " chunks of a device takes 1/" + chunks + " of the profile's stage";
        String prefix = NAME + "-" + placement.type() + chunks + "-p" + devices + "-m" + microBatches + "-";
        Instance unlimited = pipeline.instance(prefix + "unlimited", OptionalLong.empty(), rule, Map.of());
        List<Instance> instances = new ArrayList<>();
        for (Limit limit : limits(placement, unlimited)) {
            instances.add(pipeline.instance(
                    prefix + limit.suffix(),
                    OptionalLong.of(limit.units()),
                    rule,
                    Map.of("memoryLimit", limit.reason())));
        }
        return instances;
    }

    /** Returns the shares of 1F1B's memory, then what families need where that is none of them. */
    private static List<Limit> limits(Placement placement, Instance unlimited) {
        long oneForwardOneBackward = unlimited.devices().size() * PROFILE.activation();
        Map<Long, Limit> limits = new LinkedHashMap<>();
        for (MemoryShare share : SHARES) {
            long units = share.of(oneForwardOneBackward);
            limits.put(units, new Limit(share.suffix(), units, share.describe()));
        }
        for (Named named : placement instanceof Placement.V ? OF_V : OF_LOOP) {
            peak(named.family(), unlimited).ifPresent(units -> {
                String reason = "what " + named.family().name() + " needs on the device that needs most";
                limits.merge(units, new Limit(named.suffix(), units, reason), Limit::and);
            });
        }
        return List.copyOf(limits.values());
    }

    /** Returns the peak of a family on the device that needs most, or nothing if the family does not apply. */
    private static OptionalLong peak(ScheduleFamily family, Instance unlimited) {
        Baseline baseline = Baselines.of(Expander.expand(unlimited), family);
        return baseline.outcome() instanceof Baseline.Scheduled scheduled
                ? scheduled.report().devices().stream()
                        .mapToLong(DeviceReport::peakMemory)
                        .max()
                : OptionalLong.empty();
    }
}
