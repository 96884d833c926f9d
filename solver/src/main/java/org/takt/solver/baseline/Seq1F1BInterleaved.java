package org.takt.solver.baseline;

/**
 * Seq1F1B-I (arXiv 2406.03488): interleaved 1F1B over the n segments of every micro-batch, in the order of
 * {@link SegmentUnits}, with v stages on each device. The r-th of P devices runs (v − 1)·g + 2·(P − 1 − r) + n − 1
 * forwards, then a forward and a backward in turn, then the remaining backwards; g is the size of a group in segments.
 * The paper has g = P. Where n does not divide P that would tear micro-batches apart, of which the last segment goes back
 * first, so g is the next larger multiple of n. A smaller last group behind a full one is refused: the order can then wait
 * for itself. The authors' code runs all forwards first if there are P micro-batches;
 * the paper does not, nor does this.
 *
 * <p>Closed form, with equal stages, segments of equal cost, no communication, and g = P dividing m·n: idle time
 * (P − 1)·(F + B) with F and B those of one segment on one stage.
 */
public final class Seq1F1BInterleaved implements ScheduleFamily {
    @Override
    public String name() {
        return "Seq1F1B-I";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isSegmentedLoop()
                || !shape.hasEquallyManySegments()
                || shape.stages() == shape.devices()
                || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    "Seq1F1B-I needs micro-batches cut into equally many segments and one pipeline with backwards that goes"
                            + " over the devices several times in rounds.");
        }
        SegmentUnits units = new SegmentUnits(shape);
        if (!units.fillGroups()) {
            return new Outcome.DoesNotApply("Seq1F1B-I needs segments that fill groups of " + units.group() + ".");
        }
        int rounds = shape.stages() / shape.devices();
        for (int rank = 0; rank < shape.devices(); rank++) {
            int warmUp = (rounds - 1) * units.group() + 2 * (shape.devices() - 1 - rank) + shape.segments() - 1;
            units.write(rank, warmUp);
        }
        return new Outcome.Applies(units.toOrders());
    }
}
