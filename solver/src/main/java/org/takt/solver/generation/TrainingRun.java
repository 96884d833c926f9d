package org.takt.solver.generation;

import java.util.List;
import org.takt.model.analytic.AnalyticPipeline;
import org.takt.model.analytic.Gpu;
import org.takt.model.analytic.LayerSplit;
import org.takt.model.analytic.ModelDescription;
import org.takt.model.analytic.ParallelLayout;
import org.takt.model.analytic.Recomputation;
import org.takt.model.instance.Backward;
import org.takt.model.instance.CostCurve;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.json.ModelReader;

/**
 * A published model on GPUs, from which instances are computed. At first in a loop, with as many blocks on each stage as divide
 * evenly, selective recomputation and backwards split; passes reach 45 % of the GPU's peak.
 *
 * @param model name of the model
 * @param gpu name of the GPU
 * @param layout how it is spread
 * @param balanced whether stages have equal operations as far as layers allow, rather than equal numbers of blocks
 * @param placement which device holds which stage
 * @param recomputation what the backward computes again
 */
record TrainingRun(
        String model,
        String gpu,
        ParallelLayout layout,
        boolean balanced,
        Placement placement,
        Recomputation recomputation) {
    private static final long EFFICIENCY_PERMILLE = 450;

    static TrainingRun of(String model, String gpu, ParallelLayout layout) {
        return new TrainingRun(model, gpu, layout, false, new Placement.Loop(), Recomputation.SELECTIVE);
    }

    TrainingRun inBalance() {
        return new TrainingRun(model, gpu, layout, true, placement, recomputation);
    }

    TrainingRun inV() {
        return new TrainingRun(model, gpu, layout, balanced, new Placement.V(), recomputation);
    }

    TrainingRun recomputing(Recomputation other) {
        return new TrainingRun(model, gpu, layout, balanced, placement, other);
    }

    Instance instance(String name, List<MicroBatch> microBatches) {
        long longest = microBatches.stream()
                .flatMap(microBatch -> microBatch.sequences().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        return pipeline(longest).instance(name, "", microBatches);
    }

    /**
     * Returns what a forward and full backward take.
     *
     * @param longest tokens of the longest sequence
     */
    CostCurve cost(long longest) {
        return pipeline(longest).cost();
    }

    private AnalyticPipeline pipeline(long longest) {
        ModelDescription description = ModelReader.published(model);
        return new AnalyticPipeline(
                description,
                balanced
                        ? LayerSplit.balanced(description, layout.stages(), longest)
                        : LayerSplit.equal(description, layout.stages()),
                Gpu.named(gpu).orElseThrow(),
                layout,
                placement,
                recomputation,
                Backward.SPLIT,
                EFFICIENCY_PERMILLE);
    }
}
