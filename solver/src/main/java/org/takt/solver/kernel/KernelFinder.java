package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.kernel.MicroBatchPattern.Lane;

/**
 * Looks in a schedule for units in a row that, run again and again in the same cyclic orders, make the shortest row.
 * Takes time that depends on the size of the units, at most {@value #LARGEST_UNIT} ops, and not on their number.
 */
public final class KernelFinder {
    /** Ops in the largest unit looked at; timing one takes at worst the square of it. */
    private static final int LARGEST_UNIT = 2000;

    private static final int MOST_REPEATED = 24;
    private static final int POSITIONS = 6;

    private final Problem problem;

    /** Prepares looking in the schedules of a problem. */
    public KernelFinder(Problem problem) {
        this.problem = problem;
    }

    /**
     * Returns the kernels with the shortest rows, shortest first. Nothing is found where micro-batches of one class run
     * in different modes. Kernels keep precedences and resources; nothing checks their memory.
     *
     * @param most how many to return at most
     * @param stop asked often; true ends the search with what there is
     */
    public List<Kernel> in(Schedule schedule, int most, BooleanSupplier stop) {
        int[] modes = new int[schedule.size()];
        for (int op = 0; op < modes.length; op++) {
            modes[op] = schedule.mode(op);
        }
        Optional<MicroBatchPattern> pattern = MicroBatchPattern.of(problem, modes);
        return pattern.isEmpty() ? List.of() : shortest(pattern.get(), schedule, most, stop);
    }

    private record Found(Kernel kernel, long rowLength) {}

    private static List<Kernel> shortest(MicroBatchPattern pattern, Schedule schedule, int most, BooleanSupplier stop) {
        List<Found> found = new ArrayList<>();
        int largest = Math.min(
                Math.min(MOST_REPEATED, pattern.units() / 3), Math.max(1, LARGEST_UNIT / pattern.opsPerUnit()));
        for (int count = 1; count <= largest; count++) {
            MicroBatchPattern unit = pattern.inUnitsOf(count);
            for (int position = 1; position <= POSITIONS; position++) {
                if (stop.getAsBoolean()) {
                    break;
                }
                int first = (pattern.units() - 2 * count) * position / (POSITIONS + 1);
                Kernel kernel = new KernelTiming(read(unit, schedule, first, count)).tighten();
                found.add(new Found(kernel, rowLength(kernel, pattern.units(), count)));
            }
        }
        found.sort(Comparator.comparingLong(Found::rowLength));
        return found.stream().map(Found::kernel).distinct().limit(most).toList();
    }

    /** Returns the time of the row if the last unit may be cut short anywhere. */
    private static long rowLength(Kernel kernel, int units, int count) {
        return kernel.length() + (units - count) * kernel.period() / count;
    }

    private static Kernel read(MicroBatchPattern unit, Schedule schedule, int first, int count) {
        List<List<Long>> starts = new ArrayList<>();
        long period = 1;
        long begin = Long.MAX_VALUE;
        for (Lane lane : unit.lanes()) {
            int from = lane.perUnit() / count * first;
            List<Long> ofLane = new ArrayList<>();
            for (int rank = from; rank < from + lane.perUnit(); rank++) {
                long start = schedule.start(lane.ops().get(rank));
                ofLane.add(start);
                begin = Math.min(begin, start);
                period = Math.max(period, schedule.start(lane.ops().get(rank + lane.perUnit())) - start);
            }
            starts.add(ofLane);
        }
        long origin = begin;
        return new Kernel(
                unit,
                period,
                starts.stream()
                        .map(ofLane ->
                                ofLane.stream().map(start -> start - origin).toList())
                        .toList());
    }
}
