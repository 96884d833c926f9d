package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;
import org.takt.solver.kernel.MicroBatchPattern.Lane;
import org.takt.solver.kernel.MicroBatchPattern.Link;

/**
 * Times a kernel again: keeps the cyclic order in which each resource serves its ops and finds the least period, and the
 * earliest starts for it. Each precedence, and each step of an order, says start(j) + h·T ≥ start(i) + w for a period T, a
 * whole number h of periods between the two and a time w; a period is possible if no cycle of them has Σ w &gt; T·Σ h, and
 * then longest paths are the earliest starts (Dasdan, Experimental analysis of the fastest optimum cycle ratio and mean
 * algorithms, ACM TODAES 2004). Bisects the period; each step takes O(passes × arcs) time, passes at most the unit's ops
 * and usually few.
 */
public final class KernelTiming {
    private final Kernel kernel;
    private final MicroBatchPattern pattern;
    private final IntToLongFunction durations;
    private final int[] firstNode;
    private final int nodes;
    private final List<Arc> arcs = new ArrayList<>();

    private record Arc(int before, int after, long ticks, long periods) {}

    /** Prepares timing a kernel with its own durations and lags. */
    public KernelTiming(Kernel kernel) {
        this(kernel, lane -> kernel.pattern().lanes().get(lane).duration(), Link::lag);
    }

    /**
     * Prepares timing a kernel with other durations and lags.
     *
     * @param durations for the index of a lane, the ticks of its ops
     * @param lags ticks of a link
     */
    public KernelTiming(Kernel kernel, IntToLongFunction durations, ToLongFunction<Link> lags) {
        this.kernel = kernel;
        this.pattern = kernel.pattern();
        this.durations = durations;
        firstNode = new int[pattern.lanes().size() + 1];
        for (int lane = 0; lane < pattern.lanes().size(); lane++) {
            firstNode[lane + 1] = firstNode[lane] + pattern.lanes().get(lane).perUnit();
        }
        nodes = firstNode[pattern.lanes().size()];
        addLinks(lags);
        addResourceOrders();
    }

    /**
     * Returns the kernel with the least period that its orders allow, and the earliest starts for it. Where micro-batches
     * have waited for a turn that an earlier one can take, it takes it.
     */
    public Kernel tighten() {
        long infeasible = -1;
        long feasible = arcs.stream().mapToLong(Arc::ticks).sum();
        while (feasible - infeasible > 1) {
            long middle = infeasible + (feasible - infeasible) / 2;
            if (earliest(middle).length > 0) {
                feasible = middle;
            } else {
                infeasible = middle;
            }
        }
        return new EarlierTurns(withStarts(earliest(feasible), feasible)).kernel();
    }

    private Kernel withStarts(long[] starts, long period) {
        List<List<Long>> lanes = new ArrayList<>();
        for (int lane = 0; lane < pattern.lanes().size(); lane++) {
            List<Long> ofLane = new ArrayList<>();
            for (int node = firstNode[lane]; node < firstNode[lane + 1]; node++) {
                ofLane.add(starts[node]);
            }
            lanes.add(ofLane);
        }
        return new Kernel(pattern, period, lanes);
    }

    /** Returns the earliest starts at a period, or nothing where it is too short. */
    private long[] earliest(long period) {
        long[] starts = new long[nodes];
        for (int pass = 0; pass <= nodes; pass++) {
            boolean changed = false;
            for (Arc arc : arcs) {
                long start = starts[arc.before()] + arc.ticks() - arc.periods() * period;
                if (start > starts[arc.after()]) {
                    starts[arc.after()] = start;
                    changed = true;
                }
            }
            if (!changed) {
                return starts;
            }
        }
        return new long[0];
    }

    private void addLinks(ToLongFunction<Link> lags) {
        for (Link link : pattern.links()) {
            for (int rank = 0; rank < pattern.lanes().get(link.before()).perUnit(); rank++) {
                long ticks = durations.applyAsLong(link.before()) + lags.applyAsLong(link);
                arcs.add(new Arc(firstNode[link.before()] + rank, firstNode[link.after()] + rank, ticks, 0));
            }
        }
    }

    private record Turn(int node, int lane, long inPeriod, long periodIndex) {}

    private void addResourceOrders() {
        Map<Integer, List<Turn>> turns = new TreeMap<>();
        for (int lane = 0; lane < pattern.lanes().size(); lane++) {
            Lane described = pattern.lanes().get(lane);
            for (int rank = 0; rank < described.perUnit(); rank++) {
                long start = kernel.starts().get(lane).get(rank);
                Turn turn = new Turn(
                        firstNode[lane] + rank,
                        lane,
                        Math.floorMod(start, kernel.period()),
                        Math.floorDiv(start, kernel.period()));
                described.resources().forEach(resource -> turns.computeIfAbsent(resource, key -> new ArrayList<>())
                        .add(turn));
            }
        }
        turns.values().forEach(this::addCycle);
    }

    private void addCycle(List<Turn> turns) {
        turns.sort(Comparator.comparingLong(Turn::inPeriod)
                .thenComparingLong(turn -> pattern.lanes().get(turn.lane()).duration())
                .thenComparingInt(Turn::node));
        for (int index = 0; index < turns.size(); index++) {
            Turn before = turns.get(index);
            boolean wraps = index + 1 == turns.size();
            Turn after = turns.get(wraps ? 0 : index + 1);
            long periods = before.periodIndex() - after.periodIndex() + (wraps ? 1 : 0);
            arcs.add(new Arc(before.node(), after.node(), durations.applyAsLong(before.lane()), periods));
        }
    }
}
