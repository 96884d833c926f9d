package org.takt.solver.generation;

import java.util.Collections;
import java.util.List;
import org.takt.model.analytic.ParallelLayout;
import org.takt.model.analytic.Recomputation;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;

/** DeepSeek-V3, whose first three layers have no experts and whose last predicts a further token, on H100s, sequences of 4096 tokens. */
public final class DeepseekFamily implements InstanceFamily {
    private static final String GPU = "h100-sxm";

    @Override
    public String name() {
        return "deepseek";
    }

    @Override
    public List<Instance> instances() {
        TrainingRun plain = TrainingRun.of("deepseek-v3", GPU, layout(1, 16, 1, 64));
        TrainingRun chunked = TrainingRun.of("deepseek-v3", GPU, layout(1, 16, 2, 64));
        TrainingRun sharded = TrainingRun.of("deepseek-v3", GPU, layout(4, 8, 1, 64));
        return List.of(
                plain.instance("deepseek-v3-p16-m64", microBatches(64)),
                plain.recomputing(Recomputation.FULL).instance("deepseek-v3-p16-m64-full", microBatches(64)),
                plain.inBalance()
                        .recomputing(Recomputation.FULL)
                        .instance("deepseek-v3-p16-m64-full-balanced", microBatches(64)),
                chunked.recomputing(Recomputation.FULL).instance("deepseek-v3-p16-loop2-m64-full", microBatches(64)),
                chunked.inV().instance("deepseek-v3-p16-v2-m64", microBatches(64)),
                chunked.inV().inBalance().instance("deepseek-v3-p16-v2-m64-balanced", microBatches(64)),
                sharded.instance("deepseek-v3-p8-m32", microBatches(32)));
    }

    private static List<MicroBatch> microBatches(int count) {
        return Collections.nCopies(count, MicroBatch.of(4096, Segmentation.WHOLE));
    }

    private static ParallelLayout layout(int tensor, int pipeline, int chunks, int expert) {
        return new ParallelLayout(tensor, pipeline, chunks, 1, expert, 64, true);
    }
}
