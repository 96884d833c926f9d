package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CumulativeConstraint;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * The live buffers of a device never exceed what its limit leaves beside the constant memory. Where peak memory is the
 * objective, what they may take is a variable; otherwise devices without a limit need nothing.
 */
final class MemoryConstraints {
    private MemoryConstraints() {}

    /**
     * Memory that a device's buffers may take.
     *
     * @param device index of the device
     * @param scale unit of the peak
     * @param peak the most that its buffers take at any instant, in that unit
     */
    record Usage(int device, MemoryScale scale, IntVar peak) {
        /** Returns the device's peak memory in a schedule, constant part included, in memory units. */
        long total(Problem problem, Schedule schedule) {
            List<Buffer> buffers = buffersOn(problem, device);
            return problem.devices().get(device).constantMemory()
                    + scale.unit() * new PeakUsage(problem, buffers, scale).of(schedule);
        }
    }

    /** Adds the constraints and returns the peak of every device with buffers if memory is the objective, else nothing. */
    static List<Usage> add(CpModel model, Problem problem, BufferIntervals intervals, Hint hint) {
        boolean minimised = problem.objective() instanceof Objective.PeakMemory;
        List<Usage> usages = new ArrayList<>();
        for (int device = 0; device < problem.devices().size(); device++) {
            List<Buffer> buffers = buffersOn(problem, device);
            MemoryScale scale = MemoryScale.of(problem.devices().get(device), buffers);
            if (minimised && !buffers.isEmpty()) {
                IntVar peak = model.newIntVar(0, scale.capacity(), "peak of device " + device);
                PeakUsage usage = new PeakUsage(problem, buffers, scale);
                hint.derive(peak, usage::of);
                usages.add(new Usage(device, scale, peak));
                addCumulative(model, peak, scale, buffers, intervals);
            } else if (problem.devices().get(device).memoryLimit().isPresent() && scale.capacity() < scale.total()) {
                addCumulative(model, LinearExpr.constant(scale.capacity()), scale, buffers, intervals);
            }
        }
        return usages;
    }

    private static List<Buffer> buffersOn(Problem problem, int device) {
        return problem.buffers().stream()
                .filter(buffer -> buffer.device() == device)
                .toList();
    }

    private static void addCumulative(
            CpModel model,
            LinearArgument capacity,
            MemoryScale scale,
            List<Buffer> buffers,
            BufferIntervals intervals) {
        CumulativeConstraint cumulative = model.addCumulative(capacity);
        for (Buffer buffer : buffers) {
            IntervalVar live = intervals.create(buffer);
            cumulative.addDemand(live, scale.demand(buffer));
        }
    }
}
