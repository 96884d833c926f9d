package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * The least time in which micro-batches get through all stages and back where they have to wait for each other as they meet,
 * and for memory on the device of the first stage ({@link MeetingOrders}). With little memory this is nearly all that
 * counts: weight gradients, which are left out, find room beside.
 *
 * <p>On that device, let a micro-batch take a with its first op, and return parts of it no sooner than d₁ ≤ d₂ ≤ … after the start of its
 * last op on the way back, which takes b. With room for K = ⌊C / a⌋ and the slack C − K·a, the K-th micro-batch later enters no sooner than
 * what is not returned is at most the slack, or the next micro-batch has returned something, which is no sooner than b + d₁ after that start: those between hold a
 * each. Both is true in the schedule in which all are in the same order everywhere ({@link MicroBatchSequence}).
 *
 * <p>The value adds the least time ahead of the first entry and the rest behind the start of the last op; for a device's span the
 * rest on the first stage's device. Where there are too many states, it follows from those up to there and round trips.
 */
public final class MeetingOrderBound implements LowerBound {
    /** With more micro-batches in flight there are too many states. */
    private static final int MOST_IN_FLIGHT = 8;

    /** When a part of what a micro-batch holds is returned, at the earliest, in ticks from the start of its last op on the way back. */
    private record Part(long size, long delay) {}

    @Override
    public String name() {
        return "orders of meetings";
    }

    /** {@inheritDoc} Takes up to some seconds. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Certificate none = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        Optional<MicroBatchSequence> sequence = analysis.sequence();
        Optional<Meetings> meetings = sequence.flatMap(Meetings::of);
        return meetings.isEmpty()
                ? none
                : value(sequence.orElseThrow(), meetings.get(), analysis)
                        .map(value -> Certificate.closedForm(value, name(), Certificate.WHOLE_PROBLEM))
                        .orElse(none);
    }

    private static Optional<Long> value(MicroBatchSequence sequence, Meetings meetings, ProblemAnalysis analysis) {
        ProblemAnalysis one = new ProblemAnalysis(sequence.window(1).problem());
        Meetings.Stage first = meetings.stages().get(0);
        int entry = sequence.window(1).entries().get(0);
        Optional<Integer> device = sequence.entryDevice();
        if (device.isEmpty() || !Role.of(one.problem().ops().get(entry)).equals(first.there())) {
            return Optional.empty();
        }
        int last = indexOf(first.back(), one.problem());
        SurePaths paths = new SurePaths(one);
        paths.search(last, next -> true);
        List<Part> parts = parts(entry, last, device.get(), paths, one);
        long taken = parts.stream().mapToLong(Part::size).sum();
        Device described = one.problem().devices().get(device.get());
        if (taken == 0 || described.memoryLimit().isEmpty()) {
            return Optional.empty();
        }
        long room = described.bufferCapacity() / taken;
        if (room < 1 || room > MOST_IN_FLIGHT || room >= sequence.size()) {
            return Optional.empty();
        }
        long wait = wait(parts, described.bufferCapacity() - room * taken, first.backTime());
        long time = new MeetingOrders(meetings, sequence.size(), (int) room, wait).leastTime();
        return Optional.of(frame(entry, last, paths, one, analysis, sequence) + time);
    }

    private static int indexOf(Role role, Problem one) {
        for (int op = 0; op < one.ops().size(); op++) {
            if (Role.of(one.ops().get(op)).equals(role)) {
                return op;
            }
        }
        throw new IllegalStateException("No micro-batch has " + role + ".");
    }

    /** Returns what an op takes on a device that is sure to be returned by another one or behind it, what is returned first first. */
    private static List<Part> parts(int taker, int last, int device, SurePaths paths, ProblemAnalysis one) {
        List<Part> parts = new ArrayList<>();
        for (Buffer buffer : one.problem().buffers()) {
            if (buffer.device() == device
                    && buffer.takenAt() == taker
                    && buffer.conditions().isEmpty()) {
                buffer.releasedBy().stream()
                        .filter(release -> release == last || paths.isReached(release))
                        .map(release -> untilEnd(release, last, paths, one))
                        .max(Comparator.naturalOrder())
                        .ifPresent(delay -> parts.add(new Part(buffer.size(), delay)));
            }
        }
        parts.sort(Comparator.comparingLong(Part::delay));
        return parts;
    }

    /** Returns the ticks from the start of the last op on the way back to the end of it or of one behind it. */
    private static long untilEnd(int op, int last, SurePaths paths, ProblemAnalysis one) {
        return op == last ? one.shortest(last) : one.shortest(last) + paths.delay(op) + one.shortest(op);
    }

    private static long wait(List<Part> parts, long slack, long backTime) {
        long left = parts.stream().mapToLong(Part::size).sum();
        int returned = 0;
        while (left > slack) {
            left -= parts.get(returned++).size();
        }
        return Math.min(parts.get(returned - 1).delay(), backTime + parts.get(0).delay());
    }

    /** Returns the ticks ahead of the first entry and from the start of the last op on, of what the objective counts. */
    private static long frame(
            int entry,
            int last,
            SurePaths paths,
            ProblemAnalysis one,
            ProblemAnalysis all,
            MicroBatchSequence sequence) {
        if (one.problem().objective() instanceof Objective.Makespan) {
            return all.head(sequence.entries().get(0)) + one.shortest(last) + one.tail(last);
        }
        List<Integer> resources = one.problem().ops().get(entry).modes().get(0).resources();
        long rest = one.shortest(last);
        for (int op : paths.reached()) {
            if (one.problem().ops().get(op).modes().get(0).resources().equals(resources)) {
                rest = Math.max(rest, untilEnd(op, last, paths, one));
            }
        }
        return rest;
    }
}
