package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.takt.solver.kernel.MicroBatchPattern.Lane;
import org.takt.solver.kernel.MicroBatchPattern.Link;

/** Runs a unit's micro-batches one after the other, each op as early as its predecessors and resources allow. */
final class SequentialUnit {
    private final MicroBatchPattern pattern;
    private final List<Lane> lanes;
    private final List<Integer> order;
    private final List<List<Link>> incoming = new ArrayList<>();
    private final long[] resourceFree;

    SequentialUnit(MicroBatchPattern pattern) {
        this.pattern = pattern;
        this.lanes = pattern.lanes();
        this.resourceFree = new long[pattern.problem().resources().size()];
        PatternPaths paths = new PatternPaths(pattern);
        long[] heads = paths.heads();
        order = new ArrayList<>(Arrays.stream(paths.topologicalOrder()).boxed().toList());
        order.sort(Comparator.comparingLong(lane -> heads[lane]));
        lanes.forEach(lane -> incoming.add(new ArrayList<>()));
        pattern.links().forEach(link -> incoming.get(link.after()).add(link));
    }

    /** Returns the kernel whose units follow each other without overlap. */
    Kernel kernel() {
        List<List<Long>> starts = new ArrayList<>();
        lanes.forEach(lane -> starts.add(new ArrayList<>()));
        long begin = 0;
        int mostRanks = lanes.stream().mapToInt(Lane::perUnit).max().orElse(0);
        for (int rank = 0; rank < mostRanks; rank++) {
            begin = addMicroBatches(rank, begin, starts);
        }
        return new Kernel(pattern, begin, starts);
    }

    private long addMicroBatches(int rank, long begin, List<List<Long>> starts) {
        long end = begin;
        for (int lane : order) {
            if (rank < lanes.get(lane).perUnit()) {
                long start = begin;
                for (Link link : incoming.get(lane)) {
                    long before = starts.get(link.before()).get(rank);
                    start = Math.max(start, before + lanes.get(link.before()).duration() + link.lag());
                }
                for (int resource : lanes.get(lane).resources()) {
                    start = Math.max(start, resourceFree[resource]);
                }
                long finish = start + lanes.get(lane).duration();
                lanes.get(lane).resources().forEach(resource -> resourceFree[resource] = finish);
                starts.get(lane).add(start);
                end = Math.max(end, finish);
            }
        }
        return end;
    }
}
