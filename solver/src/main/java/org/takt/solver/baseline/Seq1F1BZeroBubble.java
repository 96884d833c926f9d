package org.takt.solver.baseline;

/**
 * Seq1F1B-ZB (arXiv 2406.03488, §3.5): {@link Seq1F1B} with backwards split into input and weight gradients as the zero-bubble
 * schedules do, at Seq1F1B's memory on its first stage. Stage s of P runs P − 2 − s + n forwards over the n segments, then a forward
 * and an input gradient in turn, each followed by a weight gradient once P − 2 + n forwards and input gradients are through, and
 * the missing weight gradients at the end. The paper combines Seq1F1B with ZB-1p, whose automatic scheduler places weight
 * gradients by profiled times; the rule here, which leaves no choice, is that of ZB-H1 over segments, ZB-1p's schedule
 * where stages are equal. Weight gradients run in the order of the input gradients. Where micro-batches have differently many
 * segments, n is the largest number, as in Seq1F1B.
 *
 * <p>Closed form, with equal stages, segments of equal cost, no communication and W at most F and I: idle time (P − 1)·(F + I − W)
 * with the costs of one segment, and each stage holds P − 1 + n segments' activations, as far as there are as many.
 */
public final class Seq1F1BZeroBubble implements ScheduleFamily {
    @Override
    public String name() {
        return "Seq1F1B-ZB";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isSegmentedLoop() || shape.stages() != shape.devices() || !shape.canSplit()) {
            return new Outcome.DoesNotApply(
                    "Seq1F1B-ZB needs micro-batches cut into segments, backwards that split into input and weight gradient, and"
                            + " one pipeline with one stage on each device.");
        }
        SegmentUnits units = new SegmentUnits(shape);
        int warmUpOfFirst = shape.devices() - 2 + shape.segments();
        for (int rank = 0; rank < shape.devices(); rank++) {
            units.writeSplit(rank, warmUpOfFirst - rank, warmUpOfFirst);
        }
        return new Outcome.Applies(units.toOrders());
    }
}
