package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.List;
import org.takt.solver.kernel.MicroBatchPattern.Link;

/**
 * Hands the turns of each lane to earlier micro-batches where these have waited for one: the resources run what they ran
 * at the same times, only for micro-batches that came some turns later, so buffers live shorter and a unit ends sooner.
 */
final class EarlierTurns {
    private final Kernel kernel;
    private final MicroBatchPattern pattern;
    private final List<List<Link>> incoming = new ArrayList<>();
    private final List<List<Long>> starts;

    EarlierTurns(Kernel kernel) {
        this.kernel = kernel;
        this.pattern = kernel.pattern();
        this.starts = new ArrayList<>(kernel.starts());
        pattern.lanes().forEach(lane -> incoming.add(new ArrayList<>()));
        pattern.links().forEach(link -> incoming.get(link.after()).add(link));
    }

    /** Returns the kernel; O(links × micro-batches in a unit) time. */
    Kernel kernel() {
        for (int lane : new PatternPaths(pattern).topologicalOrder()) {
            if (!incoming.get(lane).isEmpty()) {
                starts.set(lane, earlier(lane));
            }
        }
        return new Kernel(pattern, kernel.period(), starts);
    }

    private List<Long> earlier(int lane) {
        int perUnit = pattern.lanes().get(lane).perUnit();
        List<Long> sorted = starts.get(lane).stream().sorted().toList();
        long turns = Long.MAX_VALUE;
        for (int rank = 0; rank < perUnit; rank++) {
            turns = Math.min(turns, turnsToSpare(sorted, rank, ready(lane, rank)));
        }
        List<Long> earlier = new ArrayList<>();
        for (int rank = 0; rank < perUnit; rank++) {
            earlier.add(turn(sorted, rank - turns));
        }
        return earlier;
    }

    private long ready(int lane, int rank) {
        long ready = Long.MIN_VALUE;
        for (Link link : incoming.get(lane)) {
            long end = starts.get(link.before()).get(rank)
                    + pattern.lanes().get(link.before()).duration();
            ready = Math.max(ready, end + link.lag());
        }
        return ready;
    }

    /** Returns by how many turns the lane's op may come earlier and still not before it is ready. */
    private long turnsToSpare(List<Long> sorted, int rank, long ready) {
        long turns = 0;
        while (turn(sorted, rank - turns - 1) >= ready) {
            turns++;
        }
        return turns;
    }

    /** Returns the start of a turn of the lane, counted from the first of the first unit; those before are negative. */
    private long turn(List<Long> sorted, long index) {
        long unit = Math.floorDiv(index, (long) sorted.size());
        return sorted.get((int) Math.floorMod(index, (long) sorted.size())) + unit * kernel.period();
    }
}
