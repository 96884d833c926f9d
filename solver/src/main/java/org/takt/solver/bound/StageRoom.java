package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Problem;

/**
 * What a micro-batch holds on the device of a stage from its op on the way there to the one on the way back and longer.
 *
 * <p>Let it take a with the first one, and return parts of it no sooner than d₁ ≤ d₂ ≤ … after the start of the second one, which takes b. With
 * room for K = ⌊C / a⌋ and the slack C − K·a, the K-th micro-batch later begins no sooner than what is not returned is at most the slack, or the
 * next micro-batch has returned something, which is no sooner than b + d₁ after that start: those between hold a each. Both is true
 * in the schedule in which all are in the same order everywhere ({@link MicroBatchSequence}).
 */
final class StageRoom {
    /** When a part of what a micro-batch holds is returned, at the earliest, in ticks from the start of its op on the way back. */
    private record Part(long size, long delay) {}

    private final ProblemAnalysis one;
    private final int there;
    private final int back;
    /** What is sure to follow the op on the way back. */
    private final SurePaths behind;

    private final List<Part> parts;
    private final long taken;
    private final int device;

    /**
     * Prepares what is known of a stage.
     *
     * @param one the problem of one micro-batch
     * @param there index of its op on the way there
     * @param back index of its op on the way back
     * @param device index of the device
     */
    StageRoom(ProblemAnalysis one, int there, int back, int device) {
        this.one = one;
        this.there = there;
        this.back = back;
        this.behind = new SurePaths(one);
        behind.search(back, next -> true);
        this.parts = parts(there, device);
        this.taken = parts.stream().mapToLong(Part::size).sum();
        this.device = device;
    }

    /** Returns what the op on the way there takes and the one on the way back, or others behind it, are sure to return, in the order of return. */
    private List<Part> parts(int there, int onDevice) {
        List<Part> found = new ArrayList<>();
        for (Buffer buffer : one.problem().buffers()) {
            if (buffer.device() == onDevice
                    && buffer.takenAt() == there
                    && buffer.conditions().isEmpty()) {
                buffer.releasedBy().stream()
                        .filter(release -> release == back || behind.isReached(release))
                        .map(this::untilEnd)
                        .max(Comparator.naturalOrder())
                        .ifPresent(delay -> found.add(new Part(buffer.size(), delay)));
            }
        }
        found.sort(Comparator.comparingLong(Part::delay));
        return found;
    }

    /** Returns the ticks from the start of the op on the way back to the end of it or of one behind it. */
    private long untilEnd(int op) {
        return op == back ? one.shortest(back) : one.shortest(back) + behind.delay(op) + one.shortest(op);
    }

    /** Returns the index of the device. */
    int device() {
        return device;
    }

    /** Returns the device's memory; the largest number where nothing limits it. */
    long capacity() {
        Device described = one.problem().devices().get(device);
        return described.memoryLimit().isPresent() ? described.bufferCapacity() : Long.MAX_VALUE;
    }

    /** Returns what a micro-batch holds at least until the op on the way back ends. */
    long size() {
        return taken;
    }

    /** Returns the ticks that the stage's weight gradient takes on the device some time behind the op on the way back; 0 if there is none. */
    long weightTime() {
        return weight().isPresent() ? one.shortest(weight().getAsInt()) : 0;
    }

    /** Returns what a micro-batch holds at least until its weight gradient ends. */
    long kept() {
        return weight().isEmpty()
                ? 0
                : one.problem().buffers().stream()
                        .filter(buffer -> buffer.device() == device
                                && buffer.takenAt() == there
                                && buffer.conditions().isEmpty()
                                && buffer.releasedBy().contains(weight().getAsInt()))
                        .mapToLong(Buffer::size)
                        .sum();
    }

    /** Returns the one op of the stage that is left behind the two, on their device. */
    OptionalInt weight() {
        int stage = one.problem().ops().get(back).stage();
        int[] others = behind.reached().stream()
                .mapToInt(Integer::intValue)
                .filter(op -> one.problem().ops().get(op).stage() == stage
                        && resources(op).equals(resources(back)))
                .toArray();
        return others.length == 1 ? OptionalInt.of(others[0]) : OptionalInt.empty();
    }

    /** Returns how many micro-batches may have begun the op on the way there without having ended the one on the way back; many where nothing limits them. */
    int room() {
        return taken == 0 ? Integer.MAX_VALUE : (int) Math.min(capacity() / taken, Integer.MAX_VALUE);
    }

    /** Returns the ticks from the start of an op on the way back to the start of the first op on the way there that waits for it; where there is room for some only. */
    long leastPause() {
        long left = taken;
        long slack = capacity() - room() * taken;
        int returned = 0;
        while (left > slack) {
            left -= parts.get(returned++).size();
        }
        return Math.min(
                parts.get(returned - 1).delay(),
                one.shortest(back) + parts.get(0).delay());
    }

    /** Returns the ticks from the start of the op on the way back to the end of the last op behind it on the same device. */
    long restOnDevice() {
        List<Integer> resources = resources(back);
        long rest = one.shortest(back);
        for (int op : behind.reached()) {
            if (resources(op).equals(resources)) {
                rest = Math.max(rest, untilEnd(op));
            }
        }
        return rest;
    }

    /** Returns the ticks from the start of the op on the way back to the end of everything behind it. */
    long rest() {
        return one.shortest(back) + one.tail(back);
    }

    private List<Integer> resources(int op) {
        Problem problem = one.problem();
        return problem.ops().get(op).modes().get(0).resources();
    }
}
