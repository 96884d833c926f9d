package org.takt.solver.baseline;

/**
 * SlimPipe (arXiv 2504.14519) with one stage on each device: 1F1B over the n segments of every micro-batch, in the order
 * of {@link SegmentUnits}. Stage s of P runs n + 2·(P − 1 − s) − 1 forwards, then a forward and a backward in turn, then
 * the remaining backwards, so that all devices work in step, which the exchange of context between them needs. The
 * exchange itself, which evens out the costs of the segments, is in the problem: segments of equal costs, or ops of their own
 * ({@link org.takt.model.instance.ContextExchange}), which a device runs before its own segment of the same slot. The paper's n is a multiple of P; the order does not need it. Where
 * micro-batches have differently many segments, n is the largest number.
 *
 * <p>Closed form, with equal stages, segments of equal cost and no communication: idle time (P − 1)·(F + B) with F and B
 * those of one segment, and stage s holds n + 2·(P − 1 − s) segments' activations, as far as there are as many.
 */
public final class SlimPipe implements ScheduleFamily {
    @Override
    public String name() {
        return "SlimPipe";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isLoopOfSegments() || shape.stages() != shape.devices() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    "SlimPipe needs micro-batches cut into segments and one pipeline with backwards and one stage on each device.");
        }
        SegmentUnits units = new SegmentUnits(shape);
        for (int rank = 0; rank < shape.devices(); rank++) {
            units.write(rank, shape.segments() + 2 * (shape.devices() - 1 - rank) - 1);
        }
        return new Outcome.Applies(units.toOrders());
    }
}
