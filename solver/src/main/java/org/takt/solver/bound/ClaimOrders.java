package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Problem;

/**
 * Which ops of later micro-batches memory keeps behind a release of an earlier one, where every role runs in order of
 * micro-batch. With several chunks on a device that is more than a count of what is held: a micro-batch that has begun
 * must be able to go on, so later ones leave it the memory for its next chunks.
 *
 * <p>Let s be an op that takes memory on a device of capacity C, ρ one that releases some there, and s(n) the op of the n-th
 * micro-batch after another one, whose release is ρ(0). Assume that s(n) starts before ρ(0) ends, and count buffers on the
 * device. Of micro-batches 0 to n, each has started s by then, as s runs in order; so it has taken what s or ops before s
 * take, and has not returned what ρ or ops behind ρ return, since its own such release ends no sooner than that of
 * micro-batch 0. Let h be the size of the buffers with both. Then
 * <ul>
 *   <li>when s(n) starts, micro-batches 0 to n − 1 hold h each, and n itself the g that it took so far and returns
 *       behind s: n·h + g ≤ C;
 *   <li>at the later of the starts of s(n) and ρ(0), micro-batch 0 holds the H that was taken by ρ or before and is returned by
 *       ρ or behind, and 1 to n hold h each: H + n·h ≤ C.
 * </ul>
 * For any n with either false, s(n) starts no sooner than ρ(0) ends. The claim on the memory that others may still need
 * is that of the banker's rule (Dijkstra, EWD 623).
 */
final class ClaimOrders {
    private final Problem one;
    private final int microBatches;
    private final List<BitSet> behind = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();

    /**
     * An op that waits for a release.
     *
     * @param release index of the releasing op in the problem of one micro-batch
     * @param taker index of the waiting op there
     * @param later how many micro-batches after that of the release the waiting op's is, at least 1
     */
    record Order(int release, int taker, int later) {}

    private ClaimOrders(Problem one, int microBatches) {
        this.one = one;
        this.microBatches = microBatches;
        SurePaths paths = new SurePaths(new ProblemAnalysis(one));
        for (int op = 0; op < one.ops().size(); op++) {
            paths.search(op, next -> true);
            BitSet reached = new BitSet();
            paths.reached().forEach(reached::set);
            behind.add(reached);
        }
        for (int device = 0; device < one.devices().size(); device++) {
            addOrders(device);
        }
    }

    /**
     * Returns the orders among the micro-batches of a sequence. Takes O(ops² + devices × takers × releases × buffers) time
     * for those of one micro-batch.
     *
     * @param one the problem of one micro-batch, whose ops are all mandatory with one mode
     * @param microBatches how many there are
     */
    static List<Order> of(Problem one, int microBatches) {
        return one.devices().stream().map(Device::memoryLimit).anyMatch(limit -> limit.isPresent())
                ? List.copyOf(new ClaimOrders(one, microBatches).orders)
                : List.of();
    }

    private void addOrders(int device) {
        if (one.devices().get(device).memoryLimit().isEmpty()) {
            return;
        }
        List<Buffer> buffers = one.buffers().stream()
                .filter(buffer -> buffer.device() == device)
                .toList();
        Set<Integer> takers = new LinkedHashSet<>();
        Set<Integer> releases = new LinkedHashSet<>();
        for (Buffer buffer : buffers) {
            takers.add(buffer.takenAt());
            releases.addAll(buffer.releasedBy());
        }
        long capacity = one.devices().get(device).bufferCapacity();
        for (int taker : takers) {
            for (int release : releases) {
                later(taker, release, buffers, capacity)
                        .ifPresent(later -> orders.add(new Order(release, taker, later)));
            }
        }
    }

    private Optional<Integer> later(int taker, int release, List<Buffer> buffers, long capacity) {
        long both = 0;
        long ownAtTaker = 0;
        long ownAtRelease = 0;
        for (Buffer buffer : buffers) {
            boolean takenAtTaker = isNoLater(buffer.takenAt(), taker);
            boolean heldAtRelease = isReturnedFrom(buffer, release);
            both += takenAtTaker && heldAtRelease ? buffer.size() : 0;
            ownAtTaker += takenAtTaker && isReturnedFrom(buffer, taker) ? buffer.size() : 0;
            ownAtRelease += isNoLater(buffer.takenAt(), release) && heldAtRelease ? buffer.size() : 0;
        }
        if (both == 0 || !lasts(taker) || !lasts(release)) {
            return Optional.empty();
        }
        long room = capacity - Math.max(ownAtTaker, ownAtRelease);
        long later = Math.max(1, Math.floorDiv(room, both) + 1);
        return later < microBatches ? Optional.of((int) later) : Optional.empty();
    }

    private boolean lasts(int op) {
        return one.ops().get(op).modes().get(0).duration() > 0;
    }

    private boolean isNoLater(int op, int other) {
        return op == other || behind.get(op).get(other);
    }

    /** Whether the last release of a buffer is an op or follows it. */
    private boolean isReturnedFrom(Buffer buffer, int op) {
        return buffer.releasedBy().stream().anyMatch(release -> isNoLater(op, release));
    }
}
