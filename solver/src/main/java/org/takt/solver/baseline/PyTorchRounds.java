package org.takt.solver.baseline;

import java.util.Optional;

/** How PyTorch's interleaved schedules group micro-batches: max(1, ⌊m / P⌋) rounds of equal size. */
final class PyTorchRounds {
    private PyTorchRounds() {}

    /** Returns why the micro-batches form no equal rounds, or nothing if they do. */
    static Optional<ScheduleFamily.Outcome.DoesNotApply> refusal(String family, PipelineShape shape) {
        int rounds = rounds(shape);
        return shape.microBatches() % rounds == 0
                ? Optional.empty()
                : Optional.of(new ScheduleFamily.Outcome.DoesNotApply(family + " needs a multiple of " + rounds
                        + " micro-batches, one round for each full set of " + devices(shape) + " devices, found "
                        + shape.microBatches() + "."));
    }

    /** Returns the micro-batches of a round. */
    static int size(PipelineShape shape) {
        return shape.microBatches() / rounds(shape);
    }

    private static int rounds(PipelineShape shape) {
        return Math.max(1, shape.microBatches() / devices(shape));
    }

    private static int devices(PipelineShape shape) {
        return shape.problem().devices().size();
    }
}
