package org.takt.model.verification;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * Checks a schedule against every rule of its problem and recomputes every reported figure. Shares no code with the
 * search or its encodings; works straight from the problem's lists. O(n log n) for n ops, precedences and buffers.
 */
public final class Verifier {
    private final Problem problem;
    private final ComputeDevices computeDevices;

    /** Creates a verifier of schedules for one problem; immutable and safe for use by several threads. */
    public Verifier(Problem problem) {
        this.problem = problem;
        this.computeDevices = new ComputeDevices(problem);
    }

    /** Returns the schedule's figures, or all rules it breaks. Presence, modes and start times are judged first; the rest only where these hold. */
    public Verdict verify(Schedule schedule) {
        List<Violation> violations = new ArrayList<>();
        if (schedule.size() != problem.ops().size()) {
            violations.add(new Violation.WrongSize(
                    schedule.size(),
                    problem.ops().size(),
                    "The schedule has " + schedule.size() + " ops, the problem "
                            + problem.ops().size() + "."));
            return new Verdict.Rejected(violations);
        }
        checkOps(schedule, violations);
        if (!violations.isEmpty()) {
            return new Verdict.Rejected(violations);
        }
        checkPresenceRules(schedule, violations);
        checkPrecedences(schedule, violations);
        checkResources(schedule, violations);
        List<MemoryCurve.Peak> peaks = MemoryCurves.of(problem, schedule).stream()
                .map(MemoryCurve::peak)
                .toList();
        checkMemory(peaks, violations);
        long makespan = makespan(schedule);
        checkCeiling(makespan, violations);
        return violations.isEmpty()
                ? new Verdict.Accepted(report(schedule, makespan, peaks))
                : new Verdict.Rejected(violations);
    }

    private void checkOps(Schedule schedule, List<Violation> violations) {
        for (int op = 0; op < schedule.size(); op++) {
            Op described = problem.ops().get(op);
            int mode = schedule.mode(op);
            if (mode == Schedule.ABSENT) {
                if (!described.optional()) {
                    violations.add(new Violation.OpMissing(op, described.label() + " is missing."));
                }
            } else if (mode < 0 || mode >= described.modes().size()) {
                violations.add(new Violation.ModeUnknown(
                        op,
                        mode,
                        described.label() + " runs in mode " + mode + ", but has "
                                + described.modes().size() + " modes."));
            } else if (schedule.start(op) < 0 || schedule.start(op) > Problem.MAX_TOTAL) {
                violations.add(new Violation.StartOutOfRange(
                        op,
                        schedule.start(op),
                        described.label() + " starts at " + schedule.start(op) + ", expected 0 to " + Problem.MAX_TOTAL
                                + "."));
            }
        }
    }

    private void checkPresenceRules(Schedule schedule, List<Violation> violations) {
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
                List<Integer> present =
                        exactlyOne.ops().stream().filter(schedule::isPresent).toList();
                if (present.size() != 1) {
                    violations.add(new Violation.PresenceBroken(
                            rule,
                            "Exactly one of " + labels(exactlyOne.ops()) + " must be present, found "
                                    + (present.isEmpty() ? "none" : labels(present)) + "."));
                }
            } else if (rule instanceof PresenceRule.Implies implies
                    && schedule.isPresent(implies.op())
                    && !schedule.isPresent(implies.required())) {
                violations.add(new Violation.PresenceBroken(
                        rule, label(implies.op()) + " is present without " + label(implies.required()) + "."));
            }
        }
    }

    private void checkPrecedences(Schedule schedule, List<Violation> violations) {
        for (Precedence precedence : problem.precedences()) {
            int before = precedence.before();
            int after = precedence.after();
            if (schedule.isPresent(before) && schedule.isPresent(after)) {
                long lag = precedence.lag().between(schedule.mode(before), schedule.mode(after));
                long missing = end(schedule, before) + lag - schedule.start(after);
                if (missing > 0) {
                    violations.add(new Violation.PrecedenceBroken(
                            before,
                            after,
                            missing,
                            label(after) + " starts at " + schedule.start(after) + ", " + missing
                                    + " too early: " + label(before) + " ends at " + end(schedule, before)
                                    + " and the lag is " + lag + "."));
                }
            }
        }
    }

    private void checkResources(Schedule schedule, List<Violation> violations) {
        List<List<Integer>> holders = new ArrayList<>();
        problem.resources().forEach(resource -> holders.add(new ArrayList<>()));
        for (int op = 0; op < schedule.size(); op++) {
            if (schedule.isPresent(op)) {
                for (int resource :
                        problem.ops().get(op).modes().get(schedule.mode(op)).resources()) {
                    holders.get(resource).add(op);
                }
            }
        }
        for (int resource = 0; resource < holders.size(); resource++) {
            checkResource(resource, holders.get(resource), schedule, violations);
        }
    }

    /**
     * Ops in order of start, those that end first first. The one that ends last so far is the only one a later start
     * need be compared with. An op of no duration takes no room at the ends of others, but may not stand inside one.
     */
    private void checkResource(int resource, List<Integer> holders, Schedule schedule, List<Violation> violations) {
        holders.sort(Comparator.<Integer>comparingLong(schedule::start)
                .thenComparingLong(op -> end(schedule, op))
                .thenComparingInt(op -> op));
        int latest = -1;
        for (int op : holders) {
            if (latest >= 0 && schedule.start(op) < end(schedule, latest)) {
                long overlap = Math.min(end(schedule, op), end(schedule, latest)) - schedule.start(op);
                violations.add(new Violation.ResourceOverlap(
                        resource,
                        latest,
                        op,
                        overlap,
                        label(op) + " starts at " + schedule.start(op) + " on "
                                + problem.resources().get(resource).name() + " while " + label(latest)
                                + " holds it until " + end(schedule, latest) + "."));
            }
            if (latest < 0 || end(schedule, op) > end(schedule, latest)) {
                latest = op;
            }
        }
    }

    private void checkMemory(List<MemoryCurve.Peak> peaks, List<Violation> violations) {
        for (int index = 0; index < peaks.size(); index++) {
            Device device = problem.devices().get(index);
            MemoryCurve.Peak peak = peaks.get(index);
            if (device.memoryLimit().isPresent()
                    && peak.memory() > device.memoryLimit().getAsLong()) {
                long limit = device.memoryLimit().getAsLong();
                violations.add(new Violation.MemoryExceeded(
                        index,
                        peak.time(),
                        peak.memory() - limit,
                        "Device " + device.name() + " holds " + peak.memory() + " at time " + peak.time() + ", "
                                + (peak.memory() - limit) + " above its limit of " + limit + "."));
            }
        }
    }

    private long makespan(Schedule schedule) {
        long makespan = 0;
        for (int op = 0; op < schedule.size(); op++) {
            if (schedule.isPresent(op)) {
                makespan = Math.max(makespan, end(schedule, op));
            }
        }
        return makespan;
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

    private Report report(Schedule schedule, long makespan, List<MemoryCurve.Peak> peaks) {
        ComputeFigures figures = new ComputeFigures(problem, computeDevices, schedule);
        List<DeviceReport> devices = new ArrayList<>();
        long span = 0;
        long peakMemory = 0;
        for (int index = 0; index < problem.devices().size(); index++) {
            MemoryCurve.Peak peak = peaks.get(index);
            DeviceReport device = figures.report(index, peak);
            devices.add(device);
            span = Math.max(span, device.span());
            peakMemory = Math.max(peakMemory, peak.memory());
        }
        long value = makespan;
        if (problem.objective() instanceof Objective.MaxDeviceSpan) {
            value = span;
        } else if (problem.objective() instanceof Objective.PeakMemory) {
            value = peakMemory;
        }
        return new Report(
                problem.objective().name(), value, makespan, span, messages(schedule), transferTime(schedule), devices);
    }

    private long transferTime(Schedule schedule) {
        long total = 0;
        for (int op = 0; op < schedule.size(); op++) {
            if (schedule.isPresent(op) && problem.ops().get(op).kind().isTransfer()) {
                total += end(schedule, op) - schedule.start(op);
            }
        }
        return total;
    }

    private long messages(Schedule schedule) {
        long messages = 0;
        for (int op = 0; op < schedule.size(); op++) {
            OpKind kind = problem.ops().get(op).kind();
            messages += schedule.isPresent(op) && kind.isTransfer() ? 1 : 0;
        }
        for (Precedence precedence : problem.precedences()) {
            messages += crossesDevices(precedence, schedule) ? 1 : 0;
        }
        return messages;
    }

    private boolean crossesDevices(Precedence precedence, Schedule schedule) {
        if (!schedule.isPresent(precedence.before()) || !schedule.isPresent(precedence.after())) {
            return false;
        }
        List<Integer> from = computeDevices.of(precedence.before(), schedule.mode(precedence.before()));
        List<Integer> to = computeDevices.of(precedence.after(), schedule.mode(precedence.after()));
        return !from.isEmpty() && !to.isEmpty() && Collections.disjoint(from, to);
    }

    private long end(Schedule schedule, int op) {
        return schedule.start(op)
                + problem.ops().get(op).modes().get(schedule.mode(op)).duration();
    }

    private String label(int op) {
        return problem.ops().get(op).label();
    }

    private String labels(List<Integer> ops) {
        return String.join(", ", ops.stream().map(this::label).toList());
    }
}
