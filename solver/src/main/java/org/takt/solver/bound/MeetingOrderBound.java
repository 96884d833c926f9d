package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
        long value = analysis.sequence()
                .flatMap(sequence -> Meetings.of(sequence).flatMap(meetings -> FirstStage.of(sequence, meetings)
                        .map(stage ->
                                stage.bound(analysis.head(sequence.entries().get(0))))))
                .orElse(0L);
        return Certificate.closedForm(value, name(), Certificate.WHOLE_PROBLEM);
    }

    /** The stage where micro-batches enter and which they leave last. */
    private static final class FirstStage {
        private final MicroBatchSequence sequence;
        private final Meetings meetings;
        private final ProblemAnalysis one;
        /** Index of the device. */
        private final int device;

        /** Index of the op on the way there in the problem of one micro-batch. */
        private final int entry;
        /** Index of the op on the way back. */
        private final int last;

        /** What is sure to follow the op on the way back. */
        private final SurePaths behind;

        private FirstStage(
                MicroBatchSequence sequence, Meetings meetings, ProblemAnalysis one, int device, int entry, int last) {
            this.sequence = sequence;
            this.meetings = meetings;
            this.one = one;
            this.device = device;
            this.entry = entry;
            this.last = last;
            this.behind = new SurePaths(one);
            behind.search(last, next -> true);
        }

        /** Returns the stage, or nothing where micro-batches do not enter on the device of the first one. */
        static Optional<FirstStage> of(MicroBatchSequence sequence, Meetings meetings) {
            MicroBatchSequence.Window window = sequence.window(1);
            Problem one = window.problem();
            int entry = window.entries().get(0);
            Meetings.Stage first = meetings.stages().get(0);
            return Role.of(one.ops().get(entry)).equals(first.there())
                    ? sequence.entryDevice()
                            .map(device -> new FirstStage(
                                    sequence,
                                    meetings,
                                    new ProblemAnalysis(one),
                                    device,
                                    entry,
                                    indexOf(first.back(), one)))
                    : Optional.empty();
        }

        private static int indexOf(Role role, Problem one) {
            return IntStream.range(0, one.ops().size())
                    .filter(op -> Role.of(one.ops().get(op)).equals(role))
                    .findFirst()
                    .orElseThrow();
        }

        /** Returns the bound, 0 where memory has room for all micro-batches or for too many; the head is that of the first entry. */
        long bound(long head) {
            List<Part> parts = parts();
            long taken = parts.stream().mapToLong(Part::size).sum();
            Device limited = one.problem().devices().get(device);
            if (taken == 0 || limited.memoryLimit().isEmpty()) {
                return 0;
            }
            long room = limited.bufferCapacity() / taken;
            if (room < 1 || room > MOST_IN_FLIGHT || room >= sequence.size()) {
                return 0;
            }
            long wait = wait(parts, limited.bufferCapacity() - room * taken);
            long time = new MeetingOrders(meetings, sequence.size(), (int) room, wait).leastTime();
            return one.problem().objective() instanceof Objective.Makespan
                    ? head + time + one.shortest(last) + one.tail(last)
                    : time + restOnDevice();
        }

        /** Returns what the op on the way there takes and the one on the way back, or others behind it, are sure to return, in the order of return. */
        private List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            for (Buffer buffer : one.problem().buffers()) {
                if (buffer.device() == device
                        && buffer.takenAt() == entry
                        && buffer.conditions().isEmpty()) {
                    buffer.releasedBy().stream()
                            .filter(release -> release == last || behind.isReached(release))
                            .map(this::untilEnd)
                            .max(Comparator.naturalOrder())
                            .ifPresent(delay -> parts.add(new Part(buffer.size(), delay)));
                }
            }
            parts.sort(Comparator.comparingLong(Part::delay));
            return parts;
        }

        /** Returns the ticks from the start of the op on the way back to the end of it or of one behind it. */
        private long untilEnd(int op) {
            return op == last ? one.shortest(last) : one.shortest(last) + behind.delay(op) + one.shortest(op);
        }

        private long wait(List<Part> parts, long slack) {
            long left = parts.stream().mapToLong(Part::size).sum();
            int returned = 0;
            while (left > slack) {
                left -= parts.get(returned++).size();
            }
            return Math.min(
                    parts.get(returned - 1).delay(),
                    one.shortest(last) + parts.get(0).delay());
        }

        /** Returns the ticks from the start of the op on the way back to the end of the last op behind it on the same device. */
        private long restOnDevice() {
            List<Integer> resources = resources(last);
            long rest = one.shortest(last);
            for (int op : behind.reached()) {
                if (resources(op).equals(resources)) {
                    rest = Math.max(rest, untilEnd(op));
                }
            }
            return rest;
        }

        private List<Integer> resources(int op) {
            return one.problem().ops().get(op).modes().get(0).resources();
        }
    }
}
