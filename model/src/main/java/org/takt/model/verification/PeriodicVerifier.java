package org.takt.model.verification;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.takt.model.problem.Device;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.PeriodicSchedule;

/**
 * Checks a periodic schedule against every rule of its unit, for all units without end, and recomputes every reported
 * figure. Within a unit: modes, presence, precedences. Among units: resources serve one op at a time and devices keep
 * their limits at every instant of the period, releases before takes; nothing else ties units to each other. Shares no
 * code with the search or its encodings. O(n log n) for n ops and buffers of a unit.
 */
public final class PeriodicVerifier {
    /** The most periods that an op may start after its unit, so that what is under way can be counted. */
    private static final long MOST_PERIODS = 1_000_000;

    private final Problem unit;
    private final ProblemTables tables;
    private final OpRules rules;

    /**
     * Creates a verifier of periodic schedules; immutable and safe for use by several threads.
     *
     * @param unit the problem of the micro-batches of one unit; its objective does not matter
     */
    public PeriodicVerifier(Problem unit) {
        this.unit = unit;
        this.tables = new ProblemTables(unit);
        this.rules = new OpRules(unit, tables);
    }

    /** Returns the schedule's figures, or all rules it breaks. Size, presence, modes and start times are judged first; the rest only where these hold. */
    public PeriodicVerdict verify(PeriodicSchedule schedule) {
        List<Violation> violations = new ArrayList<>();
        checkUnit(schedule, violations);
        rules.checkOps(schedule.unit(), violations);
        checkPeriodsUnderWay(schedule, violations);
        if (!violations.isEmpty()) {
            return new PeriodicVerdict.Rejected(violations);
        }
        TimedOps ops = new TimedOps(tables, schedule.unit());
        rules.checkPresence(ops, violations);
        rules.checkPrecedences(ops, violations);
        new CyclicResources(unit, tables, ops, schedule.period()).check(violations);
        List<CyclicCounter.Peak> memory = memory(ops, schedule.period(), violations);
        checkMemory(memory, violations);
        return violations.isEmpty()
                ? new PeriodicVerdict.Accepted(report(schedule, ops, memory))
                : new PeriodicVerdict.Rejected(violations);
    }

    private void checkPeriodsUnderWay(PeriodicSchedule schedule, List<Violation> violations) {
        for (int op = 0; op < schedule.unit().size(); op++) {
            long start = schedule.unit().start(op);
            if (start / schedule.period() > MOST_PERIODS) {
                violations.add(new Violation.StartOutOfRange(
                        op,
                        start,
                        rules.label(op) + " starts at " + start + ", expected at most " + MOST_PERIODS
                                + " periods after its unit."));
            }
        }
    }

    private void checkUnit(PeriodicSchedule schedule, List<Violation> violations) {
        int expected =
                (int) unit.ops().stream().mapToInt(Op::microBatch).distinct().count();
        if (schedule.microBatches() != expected) {
            violations.add(new Violation.WrongUnit(
                    schedule.microBatches(),
                    expected,
                    "The schedule's unit has " + schedule.microBatches() + " micro-batches, the problem's " + expected
                            + "."));
        }
    }

    /** Returns the peak of each device, constant part included. */
    private List<CyclicCounter.Peak> memory(TimedOps ops, long period, List<Violation> violations) {
        List<CyclicCounter> counters = counters(period);
        LiveBuffers buffers = new LiveBuffers(unit, tables, ops);
        for (int buffer = 0; buffer < tables.takenAt.length; buffer++) {
            if (!buffers.exists(buffer)) {
                continue;
            }
            int taker = tables.takenAt[buffer];
            int release = buffers.lastRelease(buffer);
            int device = tables.bufferDevice[buffer];
            if (release == LiveBuffers.NONE) {
                violations.add(new Violation.NeverReturned(
                        device,
                        taker,
                        "What " + rules.label(taker) + " takes on "
                                + unit.devices().get(device).name()
                                + " is never returned, so memory grows with every unit."));
            } else {
                counters.get(device).hold(ops.start[taker], ops.end[release], tables.bufferSize[buffer]);
            }
        }
        List<CyclicCounter.Peak> peaks = new ArrayList<>();
        for (int device = 0; device < counters.size(); device++) {
            CyclicCounter.Peak peak = counters.get(device).peak();
            BigInteger constant = BigInteger.valueOf(unit.devices().get(device).constantMemory());
            peaks.add(new CyclicCounter.Peak(peak.amount().add(constant), peak.instant()));
        }
        return peaks;
    }

    /** A device without limit must keep what can be counted: ever more units under way are ever more memory. */
    private void checkMemory(List<CyclicCounter.Peak> peaks, List<Violation> violations) {
        for (int index = 0; index < peaks.size(); index++) {
            Device device = unit.devices().get(index);
            CyclicCounter.Peak peak = peaks.get(index);
            long limit = device.memoryLimit().orElse(Problem.MAX_TOTAL);
            BigInteger excess = peak.amount().subtract(BigInteger.valueOf(limit));
            if (excess.signum() > 0) {
                violations.add(new Violation.MemoryExceeded(
                        index,
                        peak.instant(),
                        excess.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact(),
                        "Device " + device.name() + " holds " + peak.amount() + " at time " + peak.instant()
                                + " of a period, " + excess + " above its limit of " + limit + "."));
            }
        }
    }

    private PeriodicReport report(PeriodicSchedule schedule, TimedOps ops, List<CyclicCounter.Peak> memory) {
        int devices = unit.devices().size();
        long[] busy = new long[devices];
        long[] firstStart = new long[devices];
        long[] lastEnd = new long[devices];
        boolean[] isUsed = new boolean[devices];
        for (int op : ops.byStart) {
            int mode = ops.mode[op];
            for (int index = tables.firstComputeDevice[mode]; index < tables.firstComputeDevice[mode + 1]; index++) {
                int device = tables.computeDevice[index];
                busy[device] += ops.end[op] - ops.start[op];
                firstStart[device] = isUsed[device] ? firstStart[device] : ops.start[op];
                isUsed[device] = true;
                lastEnd[device] = Math.max(lastEnd[device], ops.end[op]);
            }
        }
        List<CyclicCounter> inFlight = inFlight(ops, schedule.period());
        List<DeviceReport> reports = new ArrayList<>();
        for (int index = 0; index < devices; index++) {
            Device device = unit.devices().get(index);
            OptionalLong limit = device.memoryLimit();
            reports.add(new DeviceReport(
                    device.name(),
                    busy[index],
                    firstStart[index],
                    lastEnd[index],
                    memory.get(index).amount().longValueExact(),
                    memory.get(index).instant(),
                    limit,
                    inFlight.get(index).peak().amount().intValueExact()));
        }
        long first = ops.byStart.length == 0 ? 0 : ops.start[ops.byStart[0]];
        return new PeriodicReport(schedule.period(), schedule.microBatches(), ops.makespan - first, reports);
    }

    private record Passage(int pipeline, int stage, int microBatch, int segment) {
        static Passage of(Op op) {
            return new Passage(op.pipeline(), op.stage(), op.microBatch(), op.segment());
        }
    }

    /** A forward is in flight from its start to the end of its backward (full or input gradient), or its own without one. */
    private List<CyclicCounter> inFlight(TimedOps ops, long period) {
        Map<Passage, Long> backwardEnds = new HashMap<>();
        for (int op : ops.byStart) {
            if (tables.isBackward[op]) {
                backwardEnds.put(Passage.of(unit.ops().get(op)), ops.end[op]);
            }
        }
        List<CyclicCounter> counters = counters(period);
        for (int op : ops.byStart) {
            if (tables.isForward[op]) {
                long end = backwardEnds.getOrDefault(Passage.of(unit.ops().get(op)), ops.end[op]);
                int mode = ops.mode[op];
                for (int index = tables.firstComputeDevice[mode];
                        index < tables.firstComputeDevice[mode + 1];
                        index++) {
                    counters.get(tables.computeDevice[index]).hold(ops.start[op], end, 1);
                }
            }
        }
        return counters;
    }

    private List<CyclicCounter> counters(long period) {
        List<CyclicCounter> counters = new ArrayList<>();
        unit.devices().forEach(device -> counters.add(new CyclicCounter(period)));
        return counters;
    }
}
