package org.takt.solver.bound;

import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/**
 * Bounds the batch with its interchangeable micro-batches in order in every role, which costs nothing ({@link
 * MicroBatchSequence}), and with what memory then says of the order of takings and releases ({@link ClaimOrders}). Where memory
 * is tight, the longest path goes from micro-batch to micro-batch, through the releases that each waits for, on whichever
 * devices these take longest.
 */
public final class OrderedBatchBound implements LowerBound {
    /** Larger problems, in ops, take longer than what the bound adds to them is worth. */
    private static final int LARGEST = 50_000;

    private final List<LowerBound> bounds;

    /**
     * Creates the bound.
     *
     * @param bounds what bounds the ordered batch
     */
    OrderedBatchBound(List<LowerBound> bounds) {
        this.bounds = List.copyOf(bounds);
    }

    @Override
    public String name() {
        return "batch in order";
    }

    /** {@inheritDoc} Takes the time of the other bounds, on a problem with up to three times as many precedences for each stage of a device. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        Problem problem = analysis.problem();
        if (problem.objective() instanceof Objective.PeakMemory
                || problem.ops().size() > LARGEST
                || problem.devices().stream().map(Device::memoryLimit).noneMatch(limit -> limit.isPresent())) {
            return best;
        }
        Optional<MicroBatchSequence> sequence = analysis.sequence();
        if (sequence.isPresent()) {
            ProblemAnalysis ordered = new ProblemAnalysis(
                    sequence.get().window(sequence.get().size()).problem());
            for (LowerBound bound : bounds) {
                Certificate certificate = bound.compute(ordered);
                if (certificate.value() > best.value()) {
                    best = Certificate.closedForm(
                            certificate.value(), name(), certificate.bound() + " on " + certificate.scope());
                }
            }
        }
        return best;
    }
}
