package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.kernel.MicroBatchPattern.Lane;

/**
 * A unit that starts again every period: the steady state of a long batch.
 *
 * @param pattern what a unit is
 * @param period ticks from the start of a unit to that of the next
 * @param starts for each lane, the starts of the first unit's ops, in ticks, in order
 */
public record Kernel(MicroBatchPattern pattern, long period, List<List<Long>> starts) {
    public Kernel {
        starts = starts.stream().map(List::copyOf).toList();
    }

    /** Returns the kernel in which one micro-batch follows the other without overlap: the start of a search. */
    public static Kernel sequential(MicroBatchPattern pattern) {
        return new SequentialUnit(pattern).kernel();
    }

    /** Returns the time from the first start to the last end of a unit, ticks. */
    public long length() {
        long end = 0;
        long begin = Long.MAX_VALUE;
        for (int lane = 0; lane < starts.size(); lane++) {
            for (long start : starts.get(lane)) {
                begin = Math.min(begin, start);
                end = Math.max(end, start + pattern.lanes().get(lane).duration());
            }
        }
        return end - begin;
    }

    /** Returns the time that a row of units takes, ticks. */
    public long lengthOf(int units) {
        return length() + (units - 1) * period;
    }

    /** Returns the kernel of units that are some times as large and do the same. */
    public Kernel inUnitsOf(int times) {
        List<List<Long>> larger = new ArrayList<>();
        for (List<Long> ofLane : starts) {
            List<Long> repeated = new ArrayList<>();
            for (int copy = 0; copy < times; copy++) {
                for (long start : ofLane) {
                    repeated.add(start + copy * period);
                }
            }
            larger.add(repeated);
        }
        return new Kernel(pattern.inUnitsOf(times), period * times, larger);
    }

    /**
     * Returns the whole problem's schedule in which unit follows unit and every op then starts as early as its order
     * allows, so that the first units fill up and the last ones drain; nothing where the orders wait for each other.
     * Ops outside the pattern come last. O(n log n) time for n ops.
     */
    public Optional<Schedule> unroll(Timing timing) {
        Problem problem = pattern.problem();
        long[] starts = unrolledStarts();
        Map<Integer, List<Integer>> orders = new HashMap<>();
        List<Integer> ops = new ArrayList<>();
        for (int op = 0; op < starts.length; op++) {
            if (pattern.modes().get(op) != Schedule.ABSENT) {
                ops.add(op);
            }
        }
        ops.sort(Comparator.comparingLong(op -> starts[op]));
        int[] modes = pattern.modes().stream().mapToInt(Integer::intValue).toArray();
        for (int op : ops) {
            Op described = problem.ops().get(op);
            Mode mode = described.modes().get(modes[op]);
            for (int resource : mode.resources()) {
                orders.computeIfAbsent(resource, index -> new ArrayList<>()).add(op);
            }
        }
        return timing.earliest(new DeviceOrders(problem, modes, orders)) instanceof TimingResult.Timed timed
                ? Optional.of(timed.schedule())
                : Optional.empty();
    }

    private long[] unrolledStarts() {
        long[] unrolled = new long[pattern.modes().size()];
        Arrays.fill(unrolled, Long.MAX_VALUE);
        for (int index = 0; index < starts.size(); index++) {
            Lane lane = pattern.lanes().get(index);
            for (int rank = 0; rank < lane.ops().size(); rank++) {
                long offset = rank / lane.perUnit() * period;
                unrolled[lane.ops().get(rank)] = starts.get(index).get(rank % lane.perUnit()) + offset;
            }
        }
        return unrolled;
    }
}
