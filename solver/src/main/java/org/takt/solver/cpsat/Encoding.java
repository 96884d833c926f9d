package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import java.util.Optional;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * The CP-SAT model of a problem: time windows, variables, one class per family of constraints, objective, and what
 * breaks symmetry without losing the optimum.
 */
final class Encoding {
    private final CpModel model = new CpModel();
    private final Hint hint = new Hint();
    private final SolutionReader reader;
    private final Optional<SymmetryConstraints> symmetry;

    private Encoding(
            Problem problem,
            PresenceFacts facts,
            LongestPaths paths,
            TimeWindows windows,
            long atLeast,
            long atMost,
            boolean breakSymmetry) {
        Variables variables = new Variables(model, problem, facts, windows, hint);
        ModeConstraints.add(model, problem, variables);
        PresenceConstraints.add(model, problem, variables);
        PrecedenceConstraints.add(model, problem, variables);
        ResourceConstraints.add(model, problem, variables);
        BufferIntervals intervals = new BufferIntervals(model, problem, facts, paths, variables, windows, hint);
        new ObjectiveEncoding(model, problem, paths, variables, windows, hint)
                .add(atLeast, atMost, MemoryConstraints.add(model, problem, intervals, hint));
        if (breakSymmetry) {
            SymmetryConstraints constraints = new SymmetryConstraints(problem, facts, paths, windows);
            constraints.add(model, variables);
            new MemoryPrecedences(problem, paths).add(model, variables, constraints.orders());
            symmetry = Optional.of(constraints);
        } else {
            symmetry = Optional.empty();
        }
        reader = new SolutionReader(problem, variables);
    }

    /**
     * Encodes the schedules whose objective lies in a range.
     *
     * @param atLeast the objective counts as this much where it is smaller; at most {@code atMost}
     * @param atMost the largest objective of interest
     * @param breakSymmetry whether to leave out schedules that are as good as others; false only to test that nothing is
     *     lost by it
     * @return the encoding, or nothing if no op order need be looked at to see that there is no such schedule
     */
    static Optional<Encoding> of(Problem problem, long atLeast, long atMost, boolean breakSymmetry) {
        if (problem.devices().stream().anyMatch(device -> device.bufferCapacity() < 0)) {
            return Optional.empty();
        }
        PresenceFacts facts = new PresenceFacts(problem);
        LongestPaths paths = new LongestPaths(problem, facts);
        long horizon = problem.horizon();
        TimeWindows windows = new TimeWindows(
                paths, problem.objective() instanceof Objective.Makespan ? Math.min(horizon, atMost) : horizon);
        return windows.fitAll(problem, facts, paths)
                ? Optional.of(new Encoding(problem, facts, paths, windows, atLeast, atMost, breakSymmetry))
                : Optional.empty();
    }

    /** Returns an objective value that some optimal schedule does not exceed, unless there is no schedule at all. */
    static long largestObjective(Problem problem) {
        if (!(problem.objective() instanceof Objective.PeakMemory)) {
            return problem.horizon();
        }
        long[] memory =
                problem.devices().stream().mapToLong(Device::constantMemory).toArray();
        for (Buffer buffer : problem.buffers()) {
            memory[buffer.device()] += buffer.size();
        }
        long largest = 0;
        for (long ofDevice : memory) {
            largest = Math.max(largest, ofDevice);
        }
        return largest;
    }

    CpModel model() {
        return model;
    }

    SolutionReader reader() {
        return reader;
    }

    /** Makes the schedule, or one that differs in names and a common delay only, the point to start from. */
    void hint(Schedule schedule) {
        hint.apply(
                model, symmetry.map(constraints -> constraints.impose(schedule)).orElse(schedule));
    }
}
