package org.takt.solver.bound;

import java.math.BigInteger;
import java.util.List;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;

/**
 * Memory times time of each device. A buffer of size s that is held for at least a time l, the round trip between its
 * taker and its release, uses s·l of the device's capacity × time, so the time between the first take and the last
 * release is at least Σ s·l / capacity. The makespan adds the least head of a taker and the least tail of a release; a
 * device's span adds nothing, where takers and releases run on the device's compute stream.
 * For PEAK_MEMORY it is turned around: the peak is at least Σ s·l / (ceiling − least head − least tail).
 */
public final class MemoryRoundTripBound implements LowerBound {
    @Override
    public String name() {
        return "memory round trip";
    }

    /** {@inheritDoc} Takes O(buffers × ops on paths behind a taker) time. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        for (int index = 0; index < problem.devices().size(); index++) {
            Device device = problem.devices().get(index);
            if (device.memoryLimit().isPresent() || problem.objective() instanceof Objective.PeakMemory) {
                long value = value(index, BufferLives.on(index, analysis), analysis);
                if (value > best.value()) {
                    best = Certificate.closedForm(value, name(), "device " + device.name());
                }
            }
        }
        return best;
    }

    private static long value(int index, List<BufferLives.Life> lives, ProblemAnalysis analysis) {
        Objective objective = analysis.problem().objective();
        Device device = analysis.problem().devices().get(index);
        long head = Long.MAX_VALUE;
        long tail = Long.MAX_VALUE;
        WideSum area = new WideSum();
        for (BufferLives.Life life : lives) {
            if (life.length() == 0) {
                continue;
            }
            Buffer buffer = life.buffer();
            head = Math.min(head, analysis.head(buffer.takenAt()));
            tail = Math.min(tail, tailBehind(life, analysis));
            area.addProduct(buffer.size(), life.length());
        }
        if (head == Long.MAX_VALUE) {
            return 0;
        }
        if (objective instanceof Objective.PeakMemory peak) {
            long window = peak.makespanCeiling() - head - tail;
            return window <= 0 ? 0 : device.constantMemory() + ceilingOfQuotient(area.value(), window);
        }
        if (device.bufferCapacity() <= 0) {
            return 0;
        }
        long window = ceilingOfQuotient(area.value(), device.bufferCapacity());
        if (objective instanceof Objective.MaxDeviceSpan) {
            return lives.stream()
                            .filter(life -> life.length() > 0)
                            .allMatch(life -> runsOnComputeOf(index, life.buffer(), analysis))
                    ? window
                    : 0;
        }
        return head + window + tail;
    }

    /** Returns the least time between the end of a buffer and the end of the schedule; one that may never be released ends with it. */
    private static long tailBehind(BufferLives.Life life, ProblemAnalysis analysis) {
        long tail = life.released() ? Long.MAX_VALUE : 0;
        for (int release : life.buffer().releasedBy()) {
            tail = Math.min(tail, analysis.tail(release));
        }
        return tail;
    }

    private static boolean runsOnComputeOf(int device, Buffer buffer, ProblemAnalysis analysis) {
        return computesOn(device, buffer.takenAt(), analysis)
                && !buffer.releasedBy().isEmpty()
                && buffer.releasedBy().stream().allMatch(release -> computesOn(device, release, analysis));
    }

    private static boolean computesOn(int device, int op, ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        return problem.ops().get(op).modes().stream().allMatch(mode -> holdsCompute(device, mode, problem));
    }

    private static boolean holdsCompute(int device, Mode mode, Problem problem) {
        return mode.resources().stream()
                .map(problem.resources()::get)
                .anyMatch(resource -> resource.kind() == ResourceKind.COMPUTE
                        && resource.devices().contains(device));
    }

    /** Rounds up; quotients beyond what a problem's totals may reach, which only infeasible problems have, count as that. */
    private static long ceilingOfQuotient(BigInteger area, long divisor) {
        BigInteger rounded = area.add(BigInteger.valueOf(divisor - 1)).divide(BigInteger.valueOf(divisor));
        return rounded.min(BigInteger.valueOf(Problem.MAX_TOTAL)).longValueExact();
    }
}
