package org.takt.solver.kernel;

import java.util.List;
import java.util.Optional;
import org.takt.model.problem.Problem;

/**
 * What repeats in a problem: lanes of ops, one op of each micro-batch of a class in each lane. Every so many ops of each
 * lane form a unit; the problem is a row of equal units, the last of which may be cut short. Precedences and buffers
 * stay within a micro-batch, so they join the r-th op of one lane with the r-th of another.
 *
 * @param problem the problem
 * @param modes the mode in which each of its ops runs, or absent
 * @param lanes the lanes
 * @param links the precedences within a micro-batch
 * @param buffers the buffers of a micro-batch
 * @param units units in the problem, at least 1, the last one perhaps cut short
 * @param microBatches micro-batches in a whole unit
 */
public record MicroBatchPattern(
        Problem problem,
        List<Integer> modes,
        List<Lane> lanes,
        List<Link> links,
        List<LaneBuffer> buffers,
        int units,
        int microBatches) {

    /**
     * The ops that have one role in the micro-batches of one class.
     *
     * @param duration ticks of each of them
     * @param resources what each of them holds, by index
     * @param perUnit how many belong to one unit
     * @param ops the problem's ops, by index, in the order in which they are to run
     */
    public record Lane(long duration, List<Integer> resources, int perUnit, List<Integer> ops) {
        public Lane {
            resources = List.copyOf(resources);
            ops = List.copyOf(ops);
        }
    }

    /**
     * A precedence between the r-th ops of two lanes, for every r.
     *
     * @param before index of the earlier op's lane
     * @param after index of the later op's lane
     * @param lag ticks between the two
     */
    public record Link(int before, int after, long lag) {}

    /**
     * A buffer of every micro-batch.
     *
     * @param device index of the device
     * @param size memory units
     * @param takenAt index of the lane at whose op's start it is taken
     * @param releasedBy indices of the lanes at whose op's end it is returned, at least one, the last freeing it
     */
    public record LaneBuffer(int device, long size, int takenAt, List<Integer> releasedBy) {
        public LaneBuffer {
            releasedBy = List.copyOf(releasedBy);
        }
    }

    public MicroBatchPattern {
        modes = List.copyOf(modes);
        lanes = List.copyOf(lanes);
        links = List.copyOf(links);
        buffers = List.copyOf(buffers);
    }

    /**
     * Finds the smallest unit of a problem whose ops run in given modes. Nothing is found where micro-batches depend on
     * each other, where all differ, or where a buffer is never returned.
     *
     * @param modes mode of each op, or {@link org.takt.model.schedule.Schedule#ABSENT}
     */
    public static Optional<MicroBatchPattern> of(Problem problem, int[] modes) {
        return new PatternFinder(problem, modes).find();
    }

    /** Returns the same row of micro-batches in units that are some times as large. */
    public MicroBatchPattern inUnitsOf(int times) {
        List<Lane> larger = lanes.stream()
                .map(lane -> new Lane(lane.duration(), lane.resources(), lane.perUnit() * times, lane.ops()))
                .toList();
        return new MicroBatchPattern(
                problem, modes, larger, links, buffers, (units + times - 1) / times, microBatches * times);
    }

    /** Returns the ops in one unit. */
    public int opsPerUnit() {
        return lanes.stream().mapToInt(Lane::perUnit).sum();
    }
}
