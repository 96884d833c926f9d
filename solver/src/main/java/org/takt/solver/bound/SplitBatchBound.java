package org.takt.solver.bound;

import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/**
 * Splits the batch in two: of m interchangeable micro-batches the last n take at least as long as n alone do, and
 * their first enters at least the {@link EntryDelays} of m − n after the very first. Where memory allows K micro-batches in flight,
 * a round of K takes a round trip, so with the warm-up and drain of a few rounds this bounds long batches:
 * ⌊(m − n) / K⌋ · (round trip) + bound(n).
 *
 * <p>The last n are bounded on the device where micro-batches enter: the span of that device begins with the first entry,
 * and its memory is what sets the round trip.
 */
public final class SplitBatchBound implements LowerBound {
    /** Rounds of micro-batches that the last part has at most; more only help bounds that know of contention. */
    private static final int ROUNDS = 3;

    private final List<LowerBound> bounds;

    /**
     * Creates the bound.
     *
     * @param bounds what bounds the last part
     */
    SplitBatchBound(List<LowerBound> bounds) {
        this.bounds = List.copyOf(bounds);
    }

    @Override
    public String name() {
        return "split batch";
    }

    /** {@inheritDoc} Takes O(size of the problem) time and that of the other bounds on a few rounds of micro-batches. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        if (!mayBind(analysis.problem())) {
            return best;
        }
        Optional<MicroBatchSequence> found = MicroBatchSequence.of(analysis.problem());
        if (found.isEmpty() || found.get().entryDevice().isEmpty()) {
            return best;
        }
        MicroBatchSequence sequence = found.get();
        EntryDelays delays = EntryDelays.of(sequence);
        int round = delays.inFlight();
        int shortest = (sequence.size() - 1) % round + 1;
        for (int last = shortest; last < Math.min(sequence.size(), shortest + ROUNDS * round); last += round) {
            Certificate part = bound(sequence, last);
            long value = delays.between(sequence.size() - last) + part.value();
            if (value > best.value()) {
                best = Certificate.closedForm(
                        value,
                        name(),
                        "the last " + last + " micro-batches by " + part.bound() + " on " + part.scope());
            }
        }
        return best;
    }

    private static boolean mayBind(Problem problem) {
        return !(problem.objective() instanceof Objective.PeakMemory)
                && problem.devices().stream().map(Device::memoryLimit).anyMatch(limit -> limit.isPresent());
    }

    private Certificate bound(MicroBatchSequence sequence, int microBatches) {
        ProblemAnalysis window =
                new ProblemAnalysis(sequence.window(microBatches).problem());
        ProblemAnalysis bounded = new ProblemAnalysis(
                new DeviceRelaxation(window, List.of(sequence.entryDevice().orElseThrow())).problem());
        Certificate best = Certificate.TRIVIAL;
        for (LowerBound bound : bounds) {
            Certificate certificate = bound.compute(bounded);
            if (certificate.value() > best.value()) {
                best = certificate;
            }
        }
        return best;
    }
}
