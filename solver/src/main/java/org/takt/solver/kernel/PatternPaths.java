package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.solver.kernel.MicroBatchPattern.LaneBuffer;
import org.takt.solver.kernel.MicroBatchPattern.Link;

/** The longest paths along the links of one micro-batch, in ticks. Immutable. */
public final class PatternPaths {
    /** The distance between ops that nothing ties to each other. */
    public static final long NONE = -1;

    private final MicroBatchPattern pattern;
    private final List<List<Link>> outgoing = new ArrayList<>();
    private final int[] order;

    /** Prepares the paths of a pattern in O(lanes + links) time. */
    public PatternPaths(MicroBatchPattern pattern) {
        this.pattern = pattern;
        pattern.lanes().forEach(lane -> outgoing.add(new ArrayList<>()));
        int[] waiting = new int[pattern.lanes().size()];
        for (Link link : pattern.links()) {
            outgoing.get(link.before()).add(link);
            waiting[link.after()]++;
        }
        order = new int[waiting.length];
        int known = 0;
        for (int lane = 0; lane < waiting.length; lane++) {
            if (waiting[lane] == 0) {
                order[known++] = lane;
            }
        }
        for (int index = 0; index < known; index++) {
            for (Link link : outgoing.get(order[index])) {
                if (--waiting[link.after()] == 0) {
                    order[known++] = link.after();
                }
            }
        }
    }

    /** Returns the lanes, each after those it waits for. The array is the caller's own. */
    public int[] topologicalOrder() {
        return order.clone();
    }

    /** Returns for each lane the least time from the start of the given lane's op to that of the micro-batch's op there, or {@link #NONE}; O(lanes + links). */
    public long[] from(int lane) {
        long[] distances = new long[order.length];
        Arrays.fill(distances, NONE);
        distances[lane] = 0;
        for (int before : order) {
            if (distances[before] != NONE) {
                extend(distances, before);
            }
        }
        return distances;
    }

    /** Returns for each lane the least start of its op when the micro-batch may begin at 0; O(lanes + links). */
    public long[] heads() {
        long[] heads = new long[order.length];
        for (int before : order) {
            extend(heads, before);
        }
        return heads;
    }

    /** Returns the least time for which the buffer is held, ticks. */
    public long leastLife(LaneBuffer buffer) {
        long[] distances = from(buffer.takenAt());
        return buffer.releasedBy().stream()
                .filter(lane -> distances[lane] != NONE)
                .mapToLong(lane -> distances[lane] + pattern.lanes().get(lane).duration())
                .max()
                .orElse(0);
    }

    private void extend(long[] distances, int before) {
        for (Link link : outgoing.get(before)) {
            long start = distances[before] + pattern.lanes().get(before).duration() + link.lag();
            distances[link.after()] = Math.max(distances[link.after()], start);
        }
    }
}
