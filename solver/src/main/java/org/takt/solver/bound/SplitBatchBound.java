package org.takt.solver.bound;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
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
 * and its memory is what sets the round trip. The same is done on every device for the micro-batches as they pass
 * through it ({@link LocalSequence}).
 */
public final class SplitBatchBound implements LowerBound {
    /** Rounds of micro-batches that the last part has at most; more only help bounds that know of contention. */
    private static final int ROUNDS = 3;

    /** Larger problems, in ops times devices, are looked at where micro-batches enter only. */
    private static final long LARGEST_LOCAL = 500_000;

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
        Optional<MicroBatchSequence> found = analysis.sequence();
        if (found.isEmpty() || found.get().entryDevice().isEmpty()) {
            return best;
        }
        MicroBatchSequence whole = found.get();
        best = higher(best, ofWhole(whole));
        int devices = analysis.problem().devices().size();
        if ((long) devices * analysis.problem().ops().size() <= LARGEST_LOCAL) {
            for (int device = 0; device < devices; device++) {
                for (LocalSequence local : LocalSequence.on(List.of(device), whole, analysis)) {
                    best = higher(best, ofLocal(local));
                }
            }
        }
        return best;
    }

    /** Returns the bound of a sequence on some devices. */
    Certificate ofLocal(LocalSequence local) {
        MicroBatchSequence sequence = local.sequence();
        return of(
                sequence,
                local.head(),
                local.scope(),
                last -> new ProblemAnalysis(sequence.window(last).problem()));
    }

    private Certificate ofWhole(MicroBatchSequence whole) {
        int entryDevice = whole.entryDevice().orElseThrow();
        return of(whole, 0, "", last -> {
            ProblemAnalysis window = new ProblemAnalysis(whole.window(last).problem());
            return new ProblemAnalysis(new DeviceRelaxation(window, List.of(entryDevice)).problem());
        });
    }

    private Certificate of(
            MicroBatchSequence sequence, long head, String where, IntFunction<ProblemAnalysis> lastPart) {
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        EntryDelays delays = EntryDelays.of(sequence);
        int round = delays.inFlight();
        int shortest = (sequence.size() - 1) % round + 1;
        for (int last = shortest; last < Math.min(sequence.size(), shortest + ROUNDS * round); last += round) {
            Certificate part = bound(lastPart.apply(last));
            String scope = "the last " + last + " micro-batches by " + part.bound() + " on "
                    + (where.isEmpty() ? part.scope() : where);
            long value = head + delays.between(sequence.size() - last) + part.value();
            best = higher(best, Certificate.closedForm(value, name(), scope));
        }
        return best;
    }

    private static Certificate higher(Certificate one, Certificate other) {
        return other.value() > one.value() ? other : one;
    }

    private static boolean mayBind(Problem problem) {
        return !(problem.objective() instanceof Objective.PeakMemory)
                && problem.devices().stream().map(Device::memoryLimit).anyMatch(limit -> limit.isPresent());
    }

    private Certificate bound(ProblemAnalysis part) {
        Certificate best = Certificate.TRIVIAL;
        for (LowerBound bound : bounds) {
            best = higher(best, bound.compute(part));
        }
        return best;
    }
}
