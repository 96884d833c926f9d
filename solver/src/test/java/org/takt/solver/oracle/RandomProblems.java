package org.takt.solver.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.takt.model.expansion.Expander;
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

/**
 * Tiny random problems for comparison with {@link BruteForce}, each determined by its seed. Some are infeasible. Print
 * the seed when a test fails on one.
 */
public final class RandomProblems {
    /** The most ops a pipeline may have in one schedule, transfers included. */
    private static final int MAX_OPS = 10;

    private RandomProblems() {}

    /** Returns the problem of a tiny pipeline instance. */
    public static Problem pipeline(long seed) {
        return Expander.expand(instance(seed));
    }

    /** Returns a tiny problem without the structure of a pipeline: any precedences, modes, rules, resources and buffers. */
    public static Problem raw(long seed) {
        return new RawProblem(new Random(scatter(seed))).build();
    }

    /**
     * Returns a problem in which memory decides: equal micro-batches on one device that has room for one or two of them,
     * with a wait between what takes memory and what returns it.
     */
    public static Problem tight(long seed) {
        return new TightProblem(new Random(scatter(seed))).build();
    }

    /** Returns pipelines for even seeds and raw problems for odd ones. */
    public static Problem any(long seed) {
        return seed % 2 == 0 ? pipeline(seed / 2) : raw(seed / 2);
    }

    /**
     * Returns a tiny pipeline instance: one to three devices and micro-batches, every placement, up to two stages a
     * device, every kind of backward and link, unequal stages, micro-batches and speeds, loose and tight memory, all
     * objectives.
     */
    public static Instance instance(long seed) {
        Random random = new Random(scatter(seed));
        int deviceCount = 1 + random.nextInt(3);
        int stageCount = deviceCount * (random.nextInt(3) == 0 ? 2 : 1);
        Backward backward = Backward.values()[random.nextInt(3)];
        Link link = link(random);
        int opsPerMicroBatch = stageCount * (backward == Backward.FUSED ? 2 : 3)
                + (link instanceof Link.Exclusive && deviceCount > 1 ? 2 * (stageCount - 1) : 0);
        int microBatchCount = 1 + random.nextInt(Math.max(1, Math.min(3, MAX_OPS / opsPerMicroBatch)));
        List<StageSpec> stages = stages(random, stageCount);
        Placement placement = placement(random, stageCount, deviceCount);
        List<MicroBatch> microBatches = microBatches(random, microBatchCount, placement);
        List<DeviceSpec> devices = devices(random, deviceCount, stages, microBatchCount);
        Instance unbounded = new Instance(
                "random-" + seed,
                "",
                "tick",
                "unit",
                devices,
                stages,
                placement,
                new Communication(link, List.of()),
                microBatches,
                backward,
                Objective.MAKESPAN,
                Optional.of(new Provenance(Provenance.Kind.SYNTHETIC, "seed " + seed, Map.of())));
        return unbounded.withObjective(
                objective(random, Expander.expand(unbounded).horizon()));
    }

    /** Returns one of the objectives; the ceiling of a peak is between a third and all of the horizon. */
    static Objective objective(Random random, long horizon) {
        return switch (random.nextInt(3)) {
            case 0 -> Objective.MAKESPAN;
            case 1 -> Objective.MAX_DEVICE_SPAN;
            default -> new Objective.PeakMemory(horizon / 3 + random.nextInt((int) (horizon - horizon / 3) + 1));
        };
    }

    private static Link link(Random random) {
        return random.nextInt(3) == 0
                ? new Link.Exclusive(1 + random.nextInt(2), random.nextInt(2))
                : new Link.Latency(random.nextInt(3));
    }

    private static List<StageSpec> stages(Random random, int count) {
        boolean equal = random.nextBoolean();
        List<StageSpec> stages = new ArrayList<>();
        for (int stage = 0; stage < count; stage++) {
            stages.add(equal && stage > 0 ? stages.get(0) : stage(random));
        }
        return stages;
    }

    private static StageSpec stage(Random random) {
        int activation = random.nextInt(4);
        StageMemory memory = new StageMemory(
                random.nextInt(2),
                activation,
                random.nextInt(activation + 1),
                random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0);
        long input = random.nextInt(4);
        long weight = random.nextInt(3);
        OptionalLong full = random.nextInt(3) == 0
                ? OptionalLong.of(Math.max(0, input + weight - random.nextInt(3)))
                : OptionalLong.empty();
        return new StageSpec(1 + random.nextInt(3), input, weight, full, memory);
    }

    private static Placement placement(Random random, int stages, int devices) {
        int choice = random.nextInt(6);
        if (choice == 0) {
            return new Placement.V();
        } else if (choice == 1) {
            return new Placement.Bidirectional(random.nextBoolean() ? new Placement.Loop() : new Placement.V());
        } else if (choice == 2 && stages == 2 * devices) {
            return new Placement.Wave(1);
        } else if (choice == 3) {
            List<Integer> map = new ArrayList<>();
            for (int stage = 0; stage < stages; stage++) {
                map.add(random.nextInt(devices));
            }
            return new Placement.Explicit(map);
        }
        return new Placement.Loop();
    }

    private static List<MicroBatch> microBatches(Random random, int count, Placement placement) {
        boolean equal = random.nextBoolean();
        List<MicroBatch> microBatches = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            OptionalInt direction = placement instanceof Placement.Bidirectional && random.nextBoolean()
                    ? OptionalInt.of(random.nextInt(2))
                    : OptionalInt.empty();
            microBatches.add(new MicroBatch(
                    equal ? 1000 : 500L * random.nextInt(4), equal ? 1000 : 500L * (1 + random.nextInt(3)), direction));
        }
        return microBatches;
    }

    private static List<DeviceSpec> devices(Random random, int count, List<StageSpec> stages, int microBatches) {
        long constants = 0;
        long buffers = 0;
        for (StageSpec stage : stages) {
            constants += stage.memory().constant();
            buffers += stage.memory().activation() + stage.memory().gradient();
        }
        boolean limited = random.nextInt(4) > 0;
        List<DeviceSpec> devices = new ArrayList<>();
        for (int device = 0; device < count; device++) {
            long constant = random.nextInt(2);
            long most = (buffers * microBatches + count - 1) / count;
            OptionalLong limit = limited
                    ? OptionalLong.of(constant + constants / count + 1 + random.nextInt((int) most + 2))
                    : OptionalLong.empty();
            devices.add(new DeviceSpec("d" + device, limit, random.nextInt(4) == 0 ? 500 : 1000, constant));
        }
        return devices;
    }

    /** Neighbouring seeds of {@link Random} yield similar first numbers; this spreads them. */
    private static long scatter(long seed) {
        long mixed = (seed + 1) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }
}
