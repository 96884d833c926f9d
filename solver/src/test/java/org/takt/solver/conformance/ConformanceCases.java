package org.takt.solver.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.oplist.TorchFile;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;

/**
 * The schedules that PyTorch executes: one of each of its own families, and beside it Takt's at the largest memory that
 * this takes on any device; and instances with uneven costs on which Takt competes with 1F1B and with Zero Bubble's
 * schedules, all within the memory of 1F1B. Stage 0 computes its backward at once, as PyTorch's runtime does.
 */
final class ConformanceCases {
    private static final ConformanceCase.Solved SOLVED = new ConformanceCase.Solved(Duration.ofSeconds(12), 0);
    private static final long ACTIVATION = 4;
    private static final long KEPT_FOR_WEIGHT = 2;

    private ConformanceCases() {}

    /** Returns the cases of the full run, ops of at least 20 ms. */
    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        Stream.of(
                        family("GPipe_p2_m8_v1.csv", 40),
                        family("1F1B_p4_m8_v1.csv", 40),
                        family("LoopedBFS_p2_m4_v2.csv", 40),
                        family("Interleaved1F1B_p4_m8_v2.csv", 40),
                        family("InterleavedZeroBubble_p4_m8_v2.csv", 40),
                        family("ZBVZeroBubble_p4_m8_v2.csv", 40),
                        family("DualPipeV_p4_m8_v2.csv", 40))
                .forEach(cases::addAll);
        ConformanceCase explicit =
                ConformanceCase.of("explicit-p2-m6", explicit(40).instance(), SOLVED);
        cases.add(explicit);
        cases.add(explicit.withForm(PyTorchCsv.Form.COMPUTE_COMMS));
        cases.addAll(competition("uneven-p4-m8", pipeline(8, 200, 45, 58, 37, 33)));
        cases.addAll(competition("uneven-p8-m12", pipeline(12, 100, 32, 52, 33, 58, 57, 45, 31, 46)));
        cases.addAll(competition(
                "lengths-p4-m8", lengths(pipeline(8, 0, 40, 40, 40, 40), 1985, 588, 1347, 1313, 754, 1404, 934, 606)));
        cases.addAll(competition(
                "lengths-p4-m12",
                lengths(
                        pipeline(12, 200, 56, 63, 74, 74),
                        1234,
                        1660,
                        710,
                        1581,
                        1628,
                        1202,
                        1049,
                        564,
                        1959,
                        1461,
                        1085,
                        882)));
        cases.addAll(competition(
                "lengths-p8-m16",
                lengths(
                        pipeline(16, 0, 40, 40, 40, 40, 40, 40, 40, 40),
                        1608,
                        872,
                        1540,
                        567,
                        1889,
                        1850,
                        1106,
                        719,
                        1347,
                        1568,
                        1594,
                        586,
                        1434,
                        614,
                        514,
                        916)));
        return cases;
    }

    /** Returns a few cases of every kind with short ops, for the tests: what they compute is checked, not when. */
    static List<ConformanceCase> few() {
        ConformanceCase.Solved soon = new ConformanceCase.Solved(Duration.ofSeconds(3), 0);
        return List.of(
                ConformanceCase.of(
                        "1F1B-p2-m4",
                        named("1F1B_p2_m4_v1.csv", 4).instance(),
                        new ConformanceCase.TorchSchedule(TorchFile.named("1F1B_p2_m4_v1.csv"))),
                ConformanceCase.of(
                        "DualPipeV-p2-m4",
                        named("DualPipeV_p2_m4_v2.csv", 4).instance(),
                        new ConformanceCase.TorchSchedule(TorchFile.named("DualPipeV_p2_m4_v2.csv"))),
                ConformanceCase.of("explicit-p2-m6", explicit(4).instance(), soon)
                        .withForm(PyTorchCsv.Form.COMPUTE_COMMS),
                ConformanceCase.of(
                        "uneven-p4-m8",
                        pipeline(8, 200, 3, 5, 4, 6).limit(limit(4)).instance(),
                        soon));
    }

    private static List<ConformanceCase> family(String file, long cost) {
        TorchFile torch = TorchFile.named(file);
        String setting = file.replaceFirst("_v\\d\\.csv", "").replace('_', '-');
        ConformanceCase own =
                ConformanceCase.of(setting, named(file, cost).instance(), new ConformanceCase.TorchSchedule(torch));
        Instance limited = named(file, cost).limit(peak(own.instance(), torch)).instance();
        return List.of(own, ConformanceCase.of(setting, limited, SOLVED));
    }

    private static Instances named(String file, long cost) {
        TorchFile torch = TorchFile.named(file);
        Instances instance = torch.instance().costs(cost, cost, cost).memory(0, ACTIVATION, KEPT_FOR_WEIGHT, 0);
        return torch.kinds().contains("I") ? wholeBackwardFirst(instance, cost, 2 * cost) : instance;
    }

    private static long peak(Instance instance, TorchFile file) {
        Problem problem = Expander.expand(instance);
        return Schedules.accepted(problem, Schedules.timed(problem, PyTorchCsv.read(file.text(), problem)))
                .devices()
                .stream()
                .mapToLong(DeviceReport::peakMemory)
                .max()
                .orElseThrow();
    }

    private static Instances wholeBackwardFirst(Instances instance, long forward, long backward) {
        return instance.stage(
                0,
                new StageSpec(
                        forward,
                        0,
                        backward,
                        OptionalLong.of(backward),
                        new StageMemory(0, ACTIVATION, ACTIVATION, 0)));
    }

    private static Instances explicit(long cost) {
        return wholeBackwardFirst(
                Instances.of(2, 6)
                        .stages(5)
                        .costs(cost, cost, cost)
                        .memory(0, ACTIVATION, KEPT_FOR_WEIGHT, 0)
                        .explicit(0, 1, 1, 0, 1)
                        .backward(Backward.SPLIT),
                cost,
                2 * cost);
    }

    /** A plain pipeline; input gradients take so many thousandths longer than forwards, weight gradients as much less. */
    private static Instances pipeline(int microBatches, long skew, long... forwards) {
        Instances instance = Instances.of(forwards.length, microBatches).backward(Backward.EITHER);
        for (int stage = 0; stage < forwards.length; stage++) {
            long forward = forwards[stage];
            long input = forward * (1000 + skew) / 1000;
            instance.stageCosts(stage, forward, input, 2 * forward - input);
        }
        instance.memory(0, ACTIVATION, KEPT_FOR_WEIGHT, 0);
        return wholeBackwardFirst(instance, forwards[0], 2 * forwards[0]);
    }

    /** Micro-batches take different times, in thousandths of the costs. */
    private static Instances lengths(Instances instance, long... permille) {
        for (int microBatch = 0; microBatch < permille.length; microBatch++) {
            instance.microBatch(microBatch, permille[microBatch], 1000);
        }
        return instance;
    }

    /** The memory that 1F1B needs. */
    private static long limit(int devices) {
        return ACTIVATION * devices;
    }

    private static List<ConformanceCase> competition(String setting, Instances plain) {
        Instance instance = plain.instance();
        Instance limited = plain.limit(limit(instance.devices().size())).instance();
        return List.of(
                ConformanceCase.of(setting, limited, new ConformanceCase.Published("1F1B")),
                ConformanceCase.of(setting, limited, new ConformanceCase.Published("ZB-H1")),
                ConformanceCase.of(setting, limited, new ConformanceCase.Published("ZB-auto")),
                ConformanceCase.of(setting, limited, SOLVED));
    }
}
