package org.takt.solver.generation;

import java.util.Collections;
import java.util.List;
import org.takt.model.analytic.ParallelLayout;
import org.takt.model.analytic.Recomputation;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;

/** Llama 3.1 of 8, 70 and 405 billion parameters on H100s, sequences of 8192 tokens. */
public final class Llama3Family implements InstanceFamily {
    private static final String GPU = "h100-sxm";

    @Override
    public String name() {
        return "llama3";
    }

    @Override
    public List<Instance> instances() {
        TrainingRun small = TrainingRun.of("llama-3.1-8b", GPU, layout(2, 4, 1, 1));
        TrainingRun middle = TrainingRun.of("llama-3.1-70b", GPU, layout(8, 4, 1, 1));
        TrainingRun chunked = TrainingRun.of("llama-3.1-70b", GPU, layout(8, 8, 2, 1));
        TrainingRun large = TrainingRun.of("llama-3.1-405b", GPU, layout(8, 16, 1, 1));
        return List.of(
                small.instance("llama3-8b-p4-m16", microBatches(16)),
                small.inBalance().instance("llama3-8b-p4-m16-balanced", microBatches(16)),
                middle.instance("llama3-70b-p4-m16", microBatches(16)),
                chunked.instance("llama3-70b-p8-loop2-m32", microBatches(32)),
                chunked.inV().instance("llama3-70b-p8-v2-m32", microBatches(32)),
                large.instance("llama3-405b-p16-m32", microBatches(32)),
                large.inBalance().instance("llama3-405b-p16-m32-balanced", microBatches(32)),
                large.recomputing(Recomputation.FULL).instance("llama3-405b-p16-m32-full", microBatches(32)));
    }

    private static List<MicroBatch> microBatches(int count) {
        return Collections.nCopies(count, MicroBatch.of(8192, Segmentation.WHOLE));
    }

    private static ParallelLayout layout(int tensor, int pipeline, int chunks, int expert) {
        return new ParallelLayout(tensor, pipeline, chunks, 1, expert, 8, true);
    }
}
