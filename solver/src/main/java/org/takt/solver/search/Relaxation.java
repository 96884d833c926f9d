package org.takt.solver.search;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.problem.Device;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.CoarseTimes;
import org.takt.solver.bound.DeviceRelaxation;
import org.takt.solver.bound.EntryDelays;
import org.takt.solver.bound.LocalSequence;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.WindowRelaxation;

/**
 * A stand-in for the problem, whose lower bounds are the problem's.
 *
 * @param name name of the bound, as in certificates
 * @param scope what it looks at, as in certificates
 * @param problem the stand-in
 * @param derivation how its bounds are derived, for a unit of time in ticks
 * @param units what its bounds in coarse times say of the problem
 * @param restriction makes a schedule of the problem one of the stand-in
 * @param onSchedule hears of schedules of the stand-in, with the stand-in in the unit of time they are in
 */
record Relaxation(
        String name,
        String scope,
        Problem problem,
        LongFunction<Derivation> derivation,
        Units units,
        UnaryOperator<Schedule> restriction,
        BiConsumer<Problem, Schedule> onSchedule) {

    /** Translates between bounds of the stand-in, in coarse times, and bounds of the problem. */
    interface Units {
        /** The units of a stand-in with the problem's own objective. */
        Units SAME = new Units() {
            @Override
            public long bound(CoarseTimes times, long coarseBound) {
                return times.unrounded(coarseBound);
            }

            @Override
            public long coarse(CoarseTimes times, long bound) {
                return times.rounded(bound);
            }
        };

        /** Returns the bound of the problem that follows from one of the stand-in. */
        long bound(CoarseTimes times, long coarseBound);

        /** Returns the smallest bound of the stand-in from which at least a bound of the problem follows. */
        long coarse(CoarseTimes times, long bound);
    }

    /** Returns the relaxation to some devices. */
    static Relaxation to(List<Integer> devices, ProblemAnalysis analysis) {
        DeviceRelaxation relaxation = new DeviceRelaxation(analysis, devices);
        return new Relaxation(
                name(devices),
                relaxation.scope(),
                relaxation.problem(),
                unit -> new Derivation.Relaxation(devices, OptionalInt.empty(), unit, List.of()),
                Units.SAME,
                relaxation::restrict,
                (coarse, schedule) -> {});
    }

    /** Returns the relaxation to some devices and the last micro-batches. */
    static Relaxation toLast(int microBatches, List<Integer> devices, MicroBatchSequence sequence, EntryDelays delays) {
        return toWindow(
                microBatches,
                devices,
                sequence,
                delays,
                scope(devices, sequence.problem()) + window(microBatches, sequence),
                (coarse, schedule) -> {});
    }

    /** Returns the problem with all delays between entries, which is relaxed in coarse times only; the orders it finds are timed exactly. */
    static Relaxation toAll(MicroBatchSequence sequence, EntryDelays delays, Progress progress) {
        Problem problem = sequence.problem();
        List<Integer> devices =
                IntStream.range(0, problem.devices().size()).boxed().toList();
        return toWindow(
                sequence.size(),
                devices,
                sequence,
                delays,
                Certificate.WHOLE_PROBLEM,
                (coarse, schedule) -> offer(
                        DeviceOrders.ofSingleModes(
                                problem, DeviceOrders.of(coarse, schedule).orders()),
                        problem,
                        progress));
    }

    private static Relaxation toWindow(
            int microBatches,
            List<Integer> devices,
            MicroBatchSequence sequence,
            EntryDelays delays,
            String scope,
            BiConsumer<Problem, Schedule> onSchedule) {
        WindowRelaxation relaxation = WindowRelaxation.ofLast(sequence, delays, devices, microBatches);
        OptionalInt kept = OptionalInt.of(microBatches);
        return new Relaxation(
                name(devices),
                scope,
                relaxation.problem(),
                unit -> new Derivation.Relaxation(devices, kept, unit, relaxation.delays()),
                unitsOf(relaxation, 0),
                relaxation::restrict,
                onSchedule);
    }

    /** Returns the relaxation to the last micro-batches as they pass through some devices. */
    static Relaxation toLast(int microBatches, LocalSequence local, EntryDelays delays) {
        WindowRelaxation relaxation =
                WindowRelaxation.ofLast(local.sequence(), delays, local.localDevices(), microBatches);
        List<ProvedDelay> proved =
                relaxation.delays().stream().map(local::inWhole).toList();
        OptionalInt kept = OptionalInt.of(microBatches);
        OptionalInt entry = OptionalInt.of(local.entry());
        return new Relaxation(
                name(local.devices()),
                local.scope() + window(microBatches, local.sequence()),
                relaxation.problem(),
                unit -> new Derivation.Relaxation(local.devices(), kept, unit, proved, entry),
                unitsOf(relaxation, local.head()),
                schedule -> relaxation.restrict(local.restrict(schedule)),
                (coarse, schedule) -> {});
    }

    private static String window(int microBatches, MicroBatchSequence sequence) {
        return microBatches < sequence.size() ? ", last " + microBatches + " micro-batches" : "";
    }

    /** @param head ticks before anything the window counts */
    private static Units unitsOf(WindowRelaxation relaxation, long head) {
        return new Units() {
            @Override
            public long bound(CoarseTimes times, long coarseBound) {
                return head + relaxation.bound(times, coarseBound);
            }

            @Override
            public long coarse(CoarseTimes times, long bound) {
                return relaxation.coarse(times, bound - head);
            }
        };
    }

    /** Returns the problem itself, which is relaxed in coarse times only; the orders it finds are timed exactly. */
    static Relaxation none(Problem problem, Progress progress) {
        return new Relaxation(
                ExactModel.SOURCE,
                Certificate.WHOLE_PROBLEM,
                problem,
                Derivation.WholeProblem::new,
                Units.SAME,
                schedule -> schedule,
                (coarse, schedule) -> offer(DeviceOrders.of(coarse, schedule), problem, progress));
    }

    /** Returns the highest bound of the problem that follows in closed form. */
    long boundInClosedForm() {
        return boundInClosedForm(new CoarseTimes(problem, 1));
    }

    /** Returns the highest bound of the problem that follows in closed form from the stand-in in coarse times. */
    long boundInClosedForm(CoarseTimes times) {
        ProblemAnalysis analysis = new ProblemAnalysis(times.problem());
        return units.bound(times, ClosedFormBounds.highest(analysis).value());
    }

    private static String name(List<Integer> devices) {
        return devices.size() == 1 ? "single-device relaxation" : devices.size() + "-device relaxation";
    }

    /** Returns how certificates name some devices. */
    static String scope(List<Integer> devices, Problem problem) {
        List<String> names =
                devices.stream().map(problem.devices()::get).map(Device::name).toList();
        return (names.size() == 1 ? "device " : "devices ") + String.join(", ", names);
    }

    /** Returns what certificates add to a scope for a unit of time; nothing for exact times. */
    static String inUnits(long unit) {
        return unit == 1 ? "" : ", times rounded down to units of " + unit;
    }

    private static void offer(DeviceOrders orders, Problem problem, Progress progress) {
        if (new Timing(problem).earliest(orders) instanceof TimingResult.Timed timed) {
            progress.offer(timed.schedule(), ExactModel.SOURCE);
        }
    }
}
