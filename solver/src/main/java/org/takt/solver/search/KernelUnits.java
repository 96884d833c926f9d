package org.takt.solver.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.Schedule;
import org.takt.solver.kernel.Kernel;
import org.takt.solver.kernel.MicroBatchPattern;
import org.takt.solver.kernel.MicroBatchPattern.Lane;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/** Turns kernels, found in problems of many micro-batches, into periodic schedules of the problem of one unit. */
final class KernelUnits {
    private final IntFunction<Problem> units;
    private final Map<Integer, Problem> known = new HashMap<>();

    /** What tells an op from the others of its unit. */
    private record Name(Role role, int microBatch) {}

    /**
     * Prepares turning.
     *
     * @param units for a number of micro-batches, the problem of so many
     */
    KernelUnits(IntFunction<Problem> units) {
        this.units = units;
    }

    /** Returns the problem of so many micro-batches. */
    Problem unit(int microBatches) {
        return known.computeIfAbsent(microBatches, units::apply);
    }

    /** Returns the kernel as a periodic schedule whose first op starts at 0. Not verified. */
    PeriodicSchedule schedule(Kernel kernel) {
        MicroBatchPattern pattern = kernel.pattern();
        List<Op> ops = unit(pattern.microBatches()).ops();
        Map<Name, Integer> indices = new HashMap<>();
        for (int op = 0; op < ops.size(); op++) {
            indices.put(new Name(Role.of(ops.get(op)), ops.get(op).microBatch()), op);
        }
        long[] starts = new long[ops.size()];
        int[] modes = new int[ops.size()];
        Arrays.fill(modes, Schedule.ABSENT);
        long first = kernel.starts().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
        for (int index = 0; index < pattern.lanes().size(); index++) {
            Lane lane = pattern.lanes().get(index);
            for (int rank = 0; rank < lane.perUnit(); rank++) {
                int original = lane.ops().get(rank);
                Name name = new Name(Role.of(pattern.problem().ops().get(original)), rank);
                Integer op = indices.get(name);
                if (op == null) {
                    throw new IllegalStateException("The unit has no " + name + ", expected what the batch has.");
                }
                starts[op] = kernel.starts().get(index).get(rank) - first;
                modes[op] = pattern.modes().get(original);
            }
        }
        return new PeriodicSchedule(Math.max(1, kernel.period()), pattern.microBatches(), new Schedule(starts, modes));
    }
}
