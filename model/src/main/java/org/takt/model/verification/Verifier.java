package org.takt.model.verification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * Checks a schedule against every rule of its problem and recomputes every reported figure. Shares no code with the
 * search or its encodings. O(n log t) for n ops, precedences and buffers and a makespan of t ticks.
 */
public final class Verifier {
    private final Problem problem;
    private final ProblemTables tables;
    private final OpRules rules;

    /**
     * Creates a verifier of schedules for one problem; immutable and safe for use by several threads.
     *
     * @throws IllegalArgumentException if the objective is PERIOD, which {@link PeriodicVerifier} is for
     */
    public Verifier(Problem problem) {
        problem.requireBatch();
        this.problem = problem;
        this.tables = new ProblemTables(problem);
        this.rules = new OpRules(problem, tables);
    }

    /** Returns the schedule's figures, or all rules it breaks. Presence, modes and start times are judged first; the rest only where these hold. */
    public Verdict verify(Schedule schedule) {
        List<Violation> violations = new ArrayList<>();
        rules.checkOps(schedule, violations);
        if (!violations.isEmpty()) {
            return new Verdict.Rejected(violations);
        }
        TimedOps ops = new TimedOps(tables, schedule);
        rules.checkPresence(ops, violations);
        rules.checkPrecedences(ops, violations);
        checkResources(ops, violations);
        DeviceFigures figures = new DeviceFigures(problem, tables, ops);
        checkMemory(figures, violations);
        checkCeiling(ops.makespan, violations);
        return violations.isEmpty() ? new Verdict.Accepted(report(ops, figures)) : new Verdict.Rejected(violations);
    }

    /**
     * Ops in order of start, those that end first first. The one that ends last so far on a resource is the only one a
     * later start need be compared with. An op of no duration takes no room at the ends of others, but may not stand inside
     * one. Violations are listed resource by resource.
     */
    private void checkResources(TimedOps ops, List<Violation> violations) {
        int[] latest = new int[problem.resources().size()];
        Arrays.fill(latest, -1);
        List<Violation.ResourceOverlap> overlaps = new ArrayList<>();
        for (int op : ops.byStart) {
            int mode = ops.mode[op];
            for (int index = tables.firstResource[mode]; index < tables.firstResource[mode + 1]; index++) {
                int resource = tables.resource[index];
                int holder = latest[resource];
                if (holder >= 0 && ops.start[op] < ops.end[holder]) {
                    overlaps.add(overlap(resource, holder, op, ops));
                }
                if (holder < 0 || ops.end[op] > ops.end[holder]) {
                    latest[resource] = op;
                }
            }
        }
        overlaps.sort(Comparator.comparingInt(Violation.ResourceOverlap::resource));
        violations.addAll(overlaps);
    }

    private Violation.ResourceOverlap overlap(int resource, int holder, int op, TimedOps ops) {
        return new Violation.ResourceOverlap(
                resource,
                holder,
                op,
                Math.min(ops.end[op], ops.end[holder]) - ops.start[op],
                rules.label(op) + " starts at " + ops.start[op] + " on "
                        + problem.resources().get(resource).name() + " while " + rules.label(holder)
                        + " holds it until "
                        + ops.end[holder] + ".");
    }

    private void checkMemory(DeviceFigures figures, List<Violation> violations) {
        for (int index = 0; index < problem.devices().size(); index++) {
            Device device = problem.devices().get(index);
            long peak = figures.peakMemory(index);
            if (device.memoryLimit().isPresent() && peak > device.memoryLimit().getAsLong()) {
                long limit = device.memoryLimit().getAsLong();
                violations.add(new Violation.MemoryExceeded(
                        index,
                        figures.peakTime(index),
                        peak - limit,
                        "Device " + device.name() + " holds " + peak + " at time " + figures.peakTime(index) + ", "
                                + (peak - limit) + " above its limit of " + limit + "."));
            }
        }
    }

    private void checkCeiling(long makespan, List<Violation> violations) {
        if (problem.objective() instanceof Objective.PeakMemory peak && makespan > peak.makespanCeiling()) {
            long excess = makespan - peak.makespanCeiling();
            violations.add(new Violation.CeilingExceeded(
                    excess,
                    "The makespan is " + makespan + ", " + excess + " above the ceiling of " + peak.makespanCeiling()
                            + "."));
        }
    }

    private Report report(TimedOps ops, DeviceFigures figures) {
        List<DeviceReport> devices = new ArrayList<>();
        long span = 0;
        long peakMemory = 0;
        for (int index = 0; index < problem.devices().size(); index++) {
            DeviceReport device = figures.report(index);
            devices.add(device);
            span = Math.max(span, device.span());
            peakMemory = Math.max(peakMemory, device.peakMemory());
        }
        long value = ops.makespan;
        if (problem.objective() instanceof Objective.MaxDeviceSpan) {
            value = span;
        } else if (problem.objective() instanceof Objective.PeakMemory) {
            value = peakMemory;
        }
        return new Report(
                problem.objective().name(), value, ops.makespan, span, messages(ops), transferTime(ops), devices);
    }

    private long transferTime(TimedOps ops) {
        long total = 0;
        for (int op : ops.byStart) {
            total += tables.isTransfer[op] ? ops.end[op] - ops.start[op] : 0;
        }
        return total;
    }

    private long messages(TimedOps ops) {
        long messages = 0;
        for (int op : ops.byStart) {
            messages += tables.isTransfer[op] ? 1 : 0;
        }
        for (int index = 0; index < tables.before.length; index++) {
            int before = tables.before[index];
            int after = tables.after[index];
            boolean crosses = ops.isPresent(before)
                    && ops.isPresent(after)
                    && tables.runOnDifferentDevices(ops.mode[before], ops.mode[after]);
            messages += crosses ? 1 : 0;
        }
        return messages;
    }
}
