package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import java.util.List;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** One variable that is at least the objective, kept within the range asked for, and minimised. */
final class ObjectiveEncoding {
    private final CpModel model;
    private final Problem problem;
    private final LongestPaths paths;
    private final Variables variables;
    private final TimeWindows windows;
    private final Hint hint;

    ObjectiveEncoding(
            CpModel model, Problem problem, LongestPaths paths, Variables variables, TimeWindows windows, Hint hint) {
        this.model = model;
        this.problem = problem;
        this.paths = paths;
        this.variables = variables;
        this.windows = windows;
        this.hint = hint;
    }

    /** Adds the objective, which must end up between the two bounds. */
    void add(long atLeast, long atMost, List<MemoryConstraints.Usage> usages) {
        problem.requireBatch();
        IntVar value = model.newIntVar(atLeast, atMost, "objective");
        if (problem.objective() instanceof Objective.Makespan) {
            addMakespan(value);
        } else if (problem.objective() instanceof Objective.MaxDeviceSpan) {
            addSpans(value);
        } else {
            addPeak(value, usages);
        }
        model.minimize(value);
    }

    /** No op ends after the makespan. Those that are certain to be followed by another one need not be looked at. */
    private void addMakespan(IntVar makespan) {
        hint.derive(makespan, this::makespan);
        for (int op = 0; op < problem.ops().size(); op++) {
            if (!paths.hasSuccessor(op)) {
                OpVariables own = variables.op(op);
                model.addGreaterOrEqual(makespan, own.end()).onlyEnforceIf(own.presence());
            }
        }
    }

    /** Each device's span reaches from a time no later than its first start to one no earlier than its last end. */
    private void addSpans(IntVar largest) {
        ComputeRuns runs = new ComputeRuns(problem);
        hint.derive(largest, schedule -> {
            long span = 0;
            for (int device = 0; device < problem.devices().size(); device++) {
                span = Math.max(span, runs.lastEnd(device, schedule) - runs.firstStart(device, schedule));
            }
            return span;
        });
        for (int device = 0; device < problem.devices().size(); device++) {
            int index = device;
            if (runs.on(device).isEmpty()) {
                continue;
            }
            IntVar first = model.newIntVar(0, windows.horizon(), "first start on device " + device);
            IntVar last = model.newIntVar(0, windows.horizon(), "last end on device " + device);
            hint.derive(first, schedule -> runs.firstStart(index, schedule));
            hint.derive(last, schedule -> runs.lastEnd(index, schedule));
            model.addGreaterOrEqual(largest, difference(last, first));
            model.addGreaterOrEqual(last, first);
            for (ComputeRuns.Run run : runs.on(device)) {
                OpVariables op = variables.op(run.op());
                LinearArgument end = LinearExpr.affine(op.start(), 1, run.duration());
                model.addLessOrEqual(first, op.start()).onlyEnforceIf(op.modes().get(run.mode()));
                model.addGreaterOrEqual(last, end).onlyEnforceIf(op.modes().get(run.mode()));
            }
        }
    }

    /** No device's constant memory and buffers exceed the peak. */
    private void addPeak(IntVar peak, List<MemoryConstraints.Usage> usages) {
        hint.derive(peak, schedule -> {
            long largest = 0;
            for (int device = 0; device < problem.devices().size(); device++) {
                largest = Math.max(largest, problem.devices().get(device).constantMemory());
            }
            for (MemoryConstraints.Usage usage : usages) {
                largest = Math.max(largest, usage.total(problem, schedule));
            }
            return largest;
        });
        problem.devices().forEach(device -> model.addGreaterOrEqual(peak, device.constantMemory()));
        for (MemoryConstraints.Usage usage : usages) {
            long constant = problem.devices().get(usage.device()).constantMemory();
            model.addGreaterOrEqual(
                    peak, LinearExpr.affine(usage.peak(), usage.scale().unit(), constant));
        }
    }

    private static LinearExpr difference(IntVar minuend, IntVar subtrahend) {
        return LinearExpr.weightedSum(new LinearArgument[] {minuend, subtrahend}, new long[] {1, -1});
    }

    private long makespan(Schedule schedule) {
        long makespan = 0;
        for (int op = 0; op < schedule.size(); op++) {
            if (schedule.isPresent(op)) {
                makespan = Math.max(makespan, Hint.end(problem, schedule, op));
            }
        }
        return makespan;
    }
}
