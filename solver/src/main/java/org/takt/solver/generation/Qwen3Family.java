package org.takt.solver.generation;

import java.util.Collections;
import java.util.List;
import org.takt.model.analytic.ParallelLayout;
import org.takt.model.analytic.Recomputation;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;

/** Qwen3 of 8 and 32 billion parameters, its mixture of experts of 235, and its vision tower before the one of 8, on H100s, sequences of 4096 tokens. */
public final class Qwen3Family implements InstanceFamily {
    private static final String GPU = "h100-sxm";

    @Override
    public String name() {
        return "qwen3";
    }

    @Override
    public List<Instance> instances() {
        TrainingRun small = TrainingRun.of("qwen3-8b", GPU, layout(1, 4, 1, 1));
        TrainingRun dense = TrainingRun.of("qwen3-32b", GPU, layout(4, 8, 1, 1));
        TrainingRun experts = TrainingRun.of("qwen3-235b-a22b", GPU, layout(4, 8, 1, 8));
        TrainingRun chunkedExperts = TrainingRun.of("qwen3-235b-a22b", GPU, layout(4, 8, 2, 8));
        TrainingRun vision = TrainingRun.of("qwen3-vl-8b", GPU, layout(2, 4, 1, 1));
        return List.of(
                small.instance("qwen3-8b-p4-m16", microBatches(16)),
                dense.instance("qwen3-32b-p8-m32", microBatches(32)),
                dense.inBalance().instance("qwen3-32b-p8-m32-balanced", microBatches(32)),
                experts.instance("qwen3-235b-a22b-p8-m32", microBatches(32)),
                experts.recomputing(Recomputation.FULL).instance("qwen3-235b-a22b-p8-m32-full", microBatches(32)),
                chunkedExperts.inV().instance("qwen3-235b-a22b-p8-v2-m32", microBatches(32)),
                vision.instance("qwen3-vl-8b-p4-m16", microBatches(16)),
                vision.inBalance().instance("qwen3-vl-8b-p4-m16-balanced", microBatches(16)));
    }

    private static List<MicroBatch> microBatches(int count) {
        return Collections.nCopies(count, MicroBatch.of(4096, Segmentation.WHOLE));
    }

    private static ParallelLayout layout(int tensor, int pipeline, int chunks, int expert) {
        return new ParallelLayout(tensor, pipeline, chunks, 1, expert, 16, true);
    }
}
