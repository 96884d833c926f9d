package org.takt.solver.generation;

import java.util.Collections;
import java.util.List;
import org.takt.model.analytic.ParallelLayout;
import org.takt.model.analytic.Recomputation;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;

/** GPT-3 of 175 billion parameters on A100s, sequences of 2048 tokens, with every kind of recomputation. */
public final class Gpt3Family implements InstanceFamily {
    private static final String GPU = "a100-sxm";

    @Override
    public String name() {
        return "gpt3";
    }

    @Override
    public List<Instance> instances() {
        TrainingRun plain = TrainingRun.of("gpt-3-175b", GPU, layout(8, 8, 1, 1));
        TrainingRun loop = TrainingRun.of("gpt-3-175b", GPU, layout(8, 8, 3, 1));
        TrainingRun v = TrainingRun.of("gpt-3-175b", GPU, layout(8, 8, 2, 1)).inV();
        TrainingRun deep = TrainingRun.of("gpt-3-175b", GPU, layout(8, 16, 1, 1));
        return List.of(
                plain.recomputing(Recomputation.NONE).instance("gpt3-175b-p8-m32-none", microBatches(32)),
                plain.instance("gpt3-175b-p8-m32", microBatches(32)),
                plain.recomputing(Recomputation.FULL).instance("gpt3-175b-p8-m32-full", microBatches(32)),
                loop.instance("gpt3-175b-p8-loop3-m32", microBatches(32)),
                v.instance("gpt3-175b-p8-v2-m32", microBatches(32)),
                v.recomputing(Recomputation.NONE).instance("gpt3-175b-p8-v2-m32-none", microBatches(32)),
                deep.instance("gpt3-175b-p16-m64", microBatches(64)));
    }

    private static List<MicroBatch> microBatches(int count) {
        return Collections.nCopies(count, MicroBatch.of(2048, Segmentation.WHOLE));
    }

    private static ParallelLayout layout(int tensor, int pipeline, int chunks, int expert) {
        return new ParallelLayout(tensor, pipeline, chunks, 1, expert, 8, true);
    }
}
