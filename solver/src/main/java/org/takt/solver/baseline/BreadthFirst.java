package org.takt.solver.baseline;

/**
 * Breadth-first pipeline parallelism (looped BFS, arXiv 2211.05953) on a loop placement of v stages per device: every
 * device runs all micro-batches through its first stage, then through its second, …, and all backwards with the stages
 * reversed. The paper's system Fast-LLM runs the backwards of a stage in micro-batch order; PyTorch's
 * ScheduleLoopedBFS runs them in reverse. A full backward is used where the problem offers it; where it offers only the
 * split, input and weight gradient run one after the other.
 *
 * <p>With equal stages, no communication and m ≥ P the idle time is (P − 1)·(F + B) of one stage. Every device holds
 * all m·v activations.
 */
public final class BreadthFirst implements ScheduleFamily {
    /** Backwards in micro-batch order. */
    public static final BreadthFirst FAST_LLM = new BreadthFirst("Breadth-first", false);

    /** Backwards in reverse micro-batch order. */
    public static final BreadthFirst PYTORCH = new BreadthFirst("Breadth-first (PyTorch)", true);

    private final String name;
    private final boolean reversed;

    private BreadthFirst(String name, boolean reversed) {
        this.name = name;
        this.reversed = reversed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isLoop() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(
                    name + " needs one pipeline with backwards whose stages go round the devices in a loop.");
        }
        OrderSheet sheet = new OrderSheet(shape);
        int last = shape.microBatches() - 1;
        for (int stage = 0; stage < shape.stages(); stage++) {
            for (int microBatch = 0; microBatch <= last; microBatch++) {
                sheet.forward(0, stage, microBatch);
            }
        }
        for (int stage = shape.stages() - 1; stage >= 0; stage--) {
            for (int microBatch = 0; microBatch <= last; microBatch++) {
                sheet.wholeBackward(0, stage, reversed ? last - microBatch : microBatch);
            }
        }
        return new Outcome.Applies(sheet.toOrders());
    }
}
