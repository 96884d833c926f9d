package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.SpanTiming;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

/**
 * Compares the published families on one problem: same costs, same timer, same verifier. Memory limits do not keep a
 * family from being timed; what it exceeds is said.
 */
public final class Baselines {
    /** What memory is counted in where nothing is known of it. */
    private static final String UNITS = "units of memory";

    private final Problem problem;
    private final String memoryUnit;
    private final Problem unlimited;
    private final Timing timing;
    private final Verifier verifier;
    private final Optional<PipelineShape> shape;

    private Baselines(Problem problem, String memoryUnit) {
        this.problem = problem;
        this.memoryUnit = memoryUnit;
        this.unlimited = withoutLimits(problem);
        this.timing = new Timing(unlimited);
        this.verifier = new Verifier(unlimited);
        this.shape = PipelineShape.of(problem);
    }

    /** Returns all published families. */
    public static List<ScheduleFamily> all() {
        return ScheduleFamilies.all();
    }

    /** Returns what every family makes of a problem, in the order of {@link #all()}. */
    public static List<Baseline> of(Problem problem) {
        return of(problem, UNITS);
    }

    /**
     * Returns what every family makes of a problem, in the order of {@link #all()}.
     *
     * @param memoryUnit what memory is counted in, for people
     */
    public static List<Baseline> of(Problem problem, String memoryUnit) {
        Baselines baselines = new Baselines(problem, memoryUnit);
        List<Baseline> results = new ArrayList<>();
        for (ScheduleFamily family : all()) {
            results.add(new Baseline(family.name(), baselines.outcome(family)));
        }
        return results;
    }

    /** Returns what one family makes of a problem. */
    public static Baseline of(Problem problem, ScheduleFamily family) {
        return new Baseline(family.name(), new Baselines(problem, UNITS).outcome(family));
    }

    private Baseline.Outcome outcome(ScheduleFamily family) {
        if (shape.isEmpty()) {
            return new Baseline.NotScheduled("The problem is no plain pipeline of forwards and backwards.");
        }
        ScheduleFamily.Outcome outcome = family.orders(shape.get());
        if (outcome instanceof ScheduleFamily.Outcome.DoesNotApply not) {
            return new Baseline.NotScheduled(not.reason());
        }
        TimingResult timed = timing.earliest(((ScheduleFamily.Outcome.Applies) outcome).orders());
        return timed instanceof TimingResult.Timed found
                ? verified(forObjective(found.schedule()))
                : new Baseline.NotScheduled("The orders of its devices wait for each other.");
    }

    private Schedule forObjective(Schedule earliest) {
        return problem.objective() instanceof Objective.MaxDeviceSpan
                ? new SpanTiming(unlimited).leastSpan(earliest)
                : earliest;
    }

    private Baseline.Outcome verified(Schedule schedule) {
        Verdict verdict = verifier.verify(schedule);
        if (verdict instanceof Verdict.Accepted accepted) {
            Report report = accepted.report();
            return new Baseline.Scheduled(schedule, report, excesses(report));
        }
        return new Baseline.NotScheduled("The verifier refuses it: "
                + ((Verdict.Rejected) verdict).violations().get(0).message());
    }

    private List<String> excesses(Report report) {
        List<String> excesses = new ArrayList<>();
        for (int index = 0; index < problem.devices().size(); index++) {
            Device device = problem.devices().get(index);
            DeviceReport found = report.devices().get(index);
            if (device.memoryLimit().isPresent()
                    && found.peakMemory() > device.memoryLimit().getAsLong()) {
                excesses.add("Device " + device.name() + " needs " + found.peakMemory() + " " + memoryUnit
                        + ", its limit is " + device.memoryLimit().getAsLong() + ".");
            }
        }
        if (problem.objective() instanceof Objective.PeakMemory peak && report.makespan() > peak.makespanCeiling()) {
            excesses.add("The makespan is " + report.makespan() + ", its ceiling is " + peak.makespanCeiling() + ".");
        }
        return excesses;
    }

    private static Problem withoutLimits(Problem problem) {
        List<Device> devices = problem.devices().stream()
                .map(device -> new Device(device.name(), device.constantMemory(), OptionalLong.empty()))
                .toList();
        Problem unlimited = problem.withDevices(devices);
        return problem.objective() instanceof Objective.PeakMemory
                ? unlimited.withObjective(new Objective.PeakMemory(Problem.MAX_TOTAL))
                : unlimited;
    }
}
