package org.takt.solver.baseline;

/**
 * Seq1F1B (arXiv 2406.03488): 1F1B over the n segments of every micro-batch, in the order of {@link SegmentUnits}. Stage
 * s of P runs P − 2 − s + n forwards, then a forward and a backward in turn, then the remaining backwards. Where
 * micro-batches have differently many segments, which the paper leaves open, n is the largest number: with fewer forwards
 * ahead, the first backward of that micro-batch would wait for a forward behind it.
 *
 * <p>Closed form, with equal stages, segments of equal cost and no communication: idle time (P − 1)·(F + B) with F and B
 * those of one segment, and stage s holds P − 1 − s + n segments' activations, as far as there are as many.
 */
public final class Seq1F1B implements ScheduleFamily {
    @Override
    public String name() {
        return "Seq1F1B";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isSegmentedLoop() || shape.stages() != shape.devices() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    "Seq1F1B needs micro-batches cut into segments and one pipeline with backwards and one stage on each device.");
        }
        SegmentUnits units = new SegmentUnits(shape);
        for (int rank = 0; rank < shape.devices(); rank++) {
            units.write(rank, shape.devices() - 2 - rank + shape.segments());
        }
        return new Outcome.Applies(units.toOrders());
    }
}
