package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.takt.solver.kernel.MicroBatchPattern.Lane;
import org.takt.solver.kernel.MicroBatchPattern.LaneBuffer;
import org.takt.solver.kernel.MicroBatchPattern.Link;

/**
 * Builds kernels by modulo scheduling (Rau, Iterative modulo scheduling, MICRO 1994): for a period, each op of a unit goes to
 * the first gap, modulo the period, in which its resources are free, and the memory that units in flight hold together is
 * counted. Generalises the building blocks of V schedules (arXiv 2405.15362) to any placement, true times and any
 * memory that one micro-batch fits into: what has no room at a short period has at a longer one.
 *
 * <p>How long ops wait before they look for a gap, and which ops that nothing follows look at once or after all others,
 * is found by random changes, kept where they hold no more memory beyond the limits. The period is bisected between its
 * lower bound and the shortest one found. An attempt takes O(unit² / resources) time at worst.
 */
public final class ModuloSearch {
    /** Attempts for one period before it counts as too short. */
    private static final int PATIENCE = 400;

    /** The bisection ends when the period found is within this share of one that was given up. */
    private static final double PRECISION = 0.002;

    /** Of ten changes, those that change when an op without followers looks for a gap. */
    private static final int TURNS_OF_TEN = 3;

    private final MicroBatchPattern pattern;
    private final List<Lane> lanes;
    private final int[] order;
    private final List<List<Link>> incoming = new ArrayList<>();
    private final boolean[] isLast;
    private final int[][] resources;
    private final int[] firstNode;
    private final List<List<LaneBuffer>> buffersByDevice = new ArrayList<>();
    private final Random random;
    private long placings;

    /** Prepares a search; the same seed leads to the same kernels. */
    public ModuloSearch(MicroBatchPattern pattern, long seed) {
        this.pattern = pattern;
        this.lanes = pattern.lanes();
        this.random = new Random(seed);
        this.order = new PatternPaths(pattern).topologicalOrder();
        this.isLast = new boolean[lanes.size()];
        Arrays.fill(isLast, true);
        lanes.forEach(lane -> incoming.add(new ArrayList<>()));
        for (Link link : pattern.links()) {
            incoming.get(link.after()).add(link);
            isLast[link.before()] = false;
        }
        this.resources = lanes.stream()
                .map(lane ->
                        lane.resources().stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        this.firstNode = new int[lanes.size() + 1];
        for (int lane = 0; lane < lanes.size(); lane++) {
            firstNode[lane + 1] = firstNode[lane] + lanes.get(lane).perUnit();
        }
        pattern.problem().devices().forEach(device -> buffersByDevice.add(new ArrayList<>()));
        pattern.buffers().forEach(buffer -> buffersByDevice.get(buffer.device()).add(buffer));
    }

    /** When ops look for a gap: so many ticks after they are ready, and those without followers at once or last. */
    private static final class Choice {
        final long[] waits;
        final boolean[] late;

        Choice(long[] waits, boolean[] late) {
            this.waits = waits;
            this.late = late;
        }

        Choice copy() {
            return new Choice(waits.clone(), late.clone());
        }
    }

    /** A try at a period: the starts of the unit's ops, and the memory beyond the limits over all devices, the largest number where an op found no gap. */
    private static final class Attempt {
        final long[] starts;
        final long excess;

        Attempt(long[] starts, long excess) {
            this.starts = starts;
            this.excess = excess;
        }
    }

    /**
     * Looks for ever shorter periods, once from the lower bound up.
     *
     * @param longest a period to begin with, ticks, such as that of a known kernel
     * @param stop asked often; true ends the search
     * @param onKernel hears of each kernel within the limits, in the order found
     * @return how many times an op was placed
     */
    public long search(long longest, BooleanSupplier stop, Consumer<Kernel> onKernel) {
        long before = placings;
        int nodes = firstNode[lanes.size()];
        Choice best = new Choice(new long[nodes], new boolean[nodes]);
        for (int node = 0; node < nodes; node++) {
            best.late[node] = random.nextBoolean();
        }
        long tooShort = PeriodBound.of(pattern) - 1;
        long found = longest;
        while (found - tooShort > 1 + (long) (PRECISION * found) && !stop.getAsBoolean()) {
            long period = tooShort + (found - tooShort + 1) / 2;
            Choice choice = best.copy();
            Attempt attempt = attemptUntilFits(period, choice, stop);
            if (attempt.excess == 0) {
                onKernel.accept(kernel(attempt.starts, period));
                found = period;
                best = choice;
            } else {
                tooShort = period;
            }
        }
        return placings - before;
    }

    /** Changes the choice at random, away from what exceeds the limits, until nothing does or patience ends. */
    private Attempt attemptUntilFits(long period, Choice choice, BooleanSupplier stop) {
        Attempt best = attempt(period, choice);
        for (int tries = 0; tries < PATIENCE && best.excess > 0 && !stop.getAsBoolean(); tries++) {
            int node = random.nextInt(choice.waits.length);
            long wait = choice.waits[node];
            boolean late = choice.late[node];
            change(choice, node, period);
            Attempt attempt = attempt(period, choice);
            if (attempt.excess <= best.excess) {
                best = attempt;
            } else {
                choice.waits[node] = wait;
                choice.late[node] = late;
            }
        }
        return best;
    }

    private void change(Choice choice, int node, long period) {
        if (random.nextInt(10) < TURNS_OF_TEN) {
            choice.late[node] = !choice.late[node];
        } else if (random.nextBoolean()) {
            choice.waits[node] = 0;
        } else {
            choice.waits[node] = (long) (random.nextDouble() * random.nextDouble() * period / 2);
        }
    }

    private Attempt attempt(long period, Choice choice) {
        CyclicTable table = new CyclicTable(pattern.problem().resources().size(), period);
        long[] starts = new long[choice.waits.length];
        int ranks = lanes.stream().mapToInt(Lane::perUnit).max().orElse(0);
        boolean fits = true;
        for (int pass = 0; pass < 2; pass++) {
            for (int rank = 0; rank < ranks; rank++) {
                for (int lane : order) {
                    boolean isLate =
                            rank < lanes.get(lane).perUnit() && isLast[lane] && choice.late[firstNode[lane] + rank];
                    if (rank < lanes.get(lane).perUnit() && isLate == (pass == 1)) {
                        fits &= place(lane, rank, rank * period / ranks, table, starts, choice);
                    }
                }
            }
        }
        return new Attempt(starts, fits ? excess(starts, period) : Long.MAX_VALUE);
    }

    /** @param entry ticks after which a micro-batch may begin: those of a unit are spread over its period */
    private boolean place(int lane, int rank, long entry, CyclicTable table, long[] starts, Choice choice) {
        placings++;
        int node = firstNode[lane] + rank;
        long ready = incoming.get(lane).isEmpty() ? entry : 0;
        for (Link link : incoming.get(lane)) {
            ready = Math.max(
                    ready,
                    starts[firstNode[link.before()] + rank]
                            + lanes.get(link.before()).duration()
                            + link.lag());
        }
        long duration = lanes.get(lane).duration();
        long start = table.earliest(resources[lane], ready + choice.waits[node], duration);
        if (start < 0) {
            return false;
        }
        starts[node] = start;
        table.reserve(resources[lane], start, duration);
        return true;
    }

    private long excess(long[] starts, long period) {
        long excess = 0;
        for (int device = 0; device < buffersByDevice.size(); device++) {
            long capacity = pattern.problem().devices().get(device).bufferCapacity();
            excess += Math.max(0, peak(buffersByDevice.get(device), starts, period) - capacity);
        }
        return excess;
    }

    /** Returns the most that the buffers of all units hold together; it is reached where one of them is taken. */
    private long peak(List<LaneBuffer> buffers, long[] starts, long period) {
        long peak = 0;
        for (LaneBuffer taken : buffers) {
            for (int node = firstNode[taken.takenAt()]; node < firstNode[taken.takenAt() + 1]; node++) {
                long held = 0;
                for (LaneBuffer other : buffers) {
                    held += other.size() * alive(other, starts[node], starts, period);
                }
                peak = Math.max(peak, held);
            }
        }
        return peak;
    }

    /** Counts over all units, without a first and a last, the copies of a buffer that are held at an instant. */
    private long alive(LaneBuffer buffer, long instant, long[] starts, long period) {
        long alive = 0;
        int first = firstNode[buffer.takenAt()];
        for (int rank = 0; rank < firstNode[buffer.takenAt() + 1] - first; rank++) {
            long end = 0;
            for (int lane : buffer.releasedBy()) {
                end = Math.max(
                        end, starts[firstNode[lane] + rank] + lanes.get(lane).duration());
            }
            alive += Math.floorDiv(instant - starts[first + rank], period) - Math.floorDiv(instant - end, period);
        }
        return alive;
    }

    private Kernel kernel(long[] starts, long period) {
        List<List<Long>> ofLanes = new ArrayList<>();
        for (int lane = 0; lane < lanes.size(); lane++) {
            ofLanes.add(Arrays.stream(starts, firstNode[lane], firstNode[lane + 1])
                    .boxed()
                    .toList());
        }
        return new Kernel(pattern, period, ofLanes);
    }
}
