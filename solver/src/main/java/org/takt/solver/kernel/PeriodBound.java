package org.takt.solver.kernel;

import java.math.BigInteger;
import java.util.Arrays;
import org.takt.model.problem.Device;
import org.takt.solver.kernel.MicroBatchPattern.Lane;
import org.takt.solver.kernel.MicroBatchPattern.LaneBuffer;

/**
 * Lower bound on the period of a unit in closed form: the work that each resource does for a unit, and for each device
 * the memory × time that a unit's buffers take at least, divided by the device's capacity. Both hold for kernels of any
 * number of units, divided by that number, and so for the long-run time per unit of any schedule.
 */
public final class PeriodBound {
    private PeriodBound() {}

    /** Returns the least period of a unit of the pattern, ticks; O(lanes × (lanes + links)) time. */
    public static long of(MicroBatchPattern pattern) {
        return Math.max(load(pattern), memory(pattern));
    }

    private static long load(MicroBatchPattern pattern) {
        long[] work = new long[pattern.problem().resources().size()];
        long most = 0;
        for (Lane lane : pattern.lanes()) {
            for (int resource : lane.resources()) {
                work[resource] += lane.duration() * lane.perUnit();
                most = Math.max(most, work[resource]);
            }
        }
        return most;
    }

    private static long memory(MicroBatchPattern pattern) {
        PatternPaths paths = new PatternPaths(pattern);
        BigInteger[] area = new BigInteger[pattern.problem().devices().size()];
        Arrays.fill(area, BigInteger.ZERO);
        for (LaneBuffer buffer : pattern.buffers()) {
            long count = pattern.lanes().get(buffer.takenAt()).perUnit();
            area[buffer.device()] = area[buffer.device()].add(BigInteger.valueOf(paths.leastLife(buffer))
                    .multiply(BigInteger.valueOf(buffer.size()))
                    .multiply(BigInteger.valueOf(count)));
        }
        long most = 0;
        for (int device = 0; device < area.length; device++) {
            Device described = pattern.problem().devices().get(device);
            if (described.memoryLimit().isPresent() && described.bufferCapacity() > 0) {
                BigInteger capacity = BigInteger.valueOf(described.bufferCapacity());
                most = Math.max(
                        most,
                        area[device]
                                .add(capacity)
                                .subtract(BigInteger.ONE)
                                .divide(capacity)
                                .longValueExact());
            }
        }
        return most;
    }
}
