package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.takt.model.analytic.Block;
import org.takt.model.analytic.DenseFeedForward;
import org.takt.model.analytic.GroupedQueryAttention;
import org.takt.model.analytic.ParallelLayout;
import org.takt.model.analytic.Recomputation;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;
import org.takt.model.packing.ChunkFlow;
import org.takt.model.packing.DynaPipePacking;
import org.takt.model.packing.FixedCount;
import org.takt.model.packing.LengthDistribution;
import org.takt.model.packing.LengthGroups;
import org.takt.model.packing.PackedMicroBatch;
import org.takt.model.packing.PackingStrategy;

/**
 * Llama 3.1 on H100s with long sequences, cut equally, with attention averaged, and by cost, with lengths drawn from Wikipedia and
 * packed by every strategy, and with one long sequence among short ones; one very long sequence; attention placed as a helix; a model
 * with a shortened middle and one with fused feed-forwards.
 */
public final class LongContextFamily implements InstanceFamily {
    private static final String GPU = "h100-sxm";
    private static final long LONG = 131_072;
    private static final long GRANULARITY = 256;
    private static final long SEED = 1;
    private static final Block BLOCK =
            new Block(4096, new GroupedQueryAttention(32, 8, 128), new DenseFeedForward(14_336, true));

    @Override
    public String name() {
        return "long-context";
    }

    @Override
    public List<Instance> instances() {
        TrainingRun small = TrainingRun.of("llama-3.1-8b", GPU, layout(2, 4, 4));
        TrainingRun deep = TrainingRun.of("llama-3.1-8b", GPU, layout(2, 8, 4));
        TrainingRun large = TrainingRun.of("llama-3.1-70b", GPU, layout(8, 8, 4));
        TrainingRun ulysses = TrainingRun.of("llama-3.1-8b", GPU, new ParallelLayout(1, 4, 1, 1, 8, 1, 1, true))
                .recomputing(Recomputation.FULL);
        TrainingRun layers = TrainingRun.of("llama-3.1-8b", GPU, new ParallelLayout(2, 4, 8, 4, 1, 4, true));
        TrainingRun shortened = TrainingRun.of("llama-3.1-8b-shortened", GPU, layout(2, 4, 1));
        TrainingRun fused = TrainingRun.of("llama-3.1-70b-fused", GPU, layout(8, 8, 1));
        return List.of(
                small.instance("long-context-8b-p4-m4-equal8", cut(4, new Segmentation.Equal(8, GRANULARITY))),
                small.instance("long-context-8b-p4-m4-cost8", cut(4, new Segmentation.EqualCost(8, GRANULARITY))),
                large.instance("long-context-70b-p8-m4-equal16", cut(4, new Segmentation.Equal(16, GRANULARITY))),
                large.instance("long-context-70b-p8-m4-cost16", cut(4, new Segmentation.EqualCost(16, GRANULARITY))),
                large.instance("long-context-70b-p8-m4-averaged16", cut(4, new Segmentation.Averaged(16, GRANULARITY))),
                ulysses.instance(
                        "long-context-8b-p4-m1-sp8-cost16",
                        List.of(MicroBatch.of(2 * LONG, new Segmentation.EqualCost(16, GRANULARITY)))),
                HelixLayers.of(layers.instance("long-context-8b-p4-m4-helix", equal(4, 32_768)), BLOCK),
                small.instance("long-context-8b-p4-wikipedia64", wikipedia(64, new FixedCount(1))),
                deep.instance("long-context-8b-p8-wikipedia64", wikipedia(64, new FixedCount(1))),
                small.instance("long-context-8b-p4-wikipedia256-chunkflow", wikipedia(256, new ChunkFlow(16_384, 1))),
                ulysses.instance(
                        "long-context-8b-p4-sp8-wikipedia256-dynapipe",
                        wikipedia(256, new DynaPipePacking(ulysses.cost(LONG), 4, LONG))),
                small.instance("long-context-8b-p4-wikipedia256-groups", wikipedia(256, new LengthGroups(8, LONG))),
                deep.instance("long-context-8b-p8-one-long", oneLongAmongShort()),
                shortened.instance("long-context-8b-shortened-p4-m16", equal(16, 32_768)),
                fused.inBalance().instance("long-context-70b-fused-p8-m32", equal(32, 8_192)));
    }

    private static ParallelLayout layout(int tensor, int pipeline, int context) {
        return new ParallelLayout(tensor, pipeline, 1, context, 1, 4, true);
    }

    private static List<MicroBatch> cut(int count, Segmentation segmentation) {
        return Collections.nCopies(count, MicroBatch.of(LONG, segmentation));
    }

    private static List<MicroBatch> equal(int count, long tokens) {
        return Collections.nCopies(count, MicroBatch.of(tokens, Segmentation.WHOLE));
    }

    private static List<MicroBatch> wikipedia(int sequences, PackingStrategy packing) {
        return packing.pack(LengthDistribution.wikipedia().sample(sequences, LONG, SEED)).stream()
                .map(PackedMicroBatch::microBatch)
                .toList();
    }

    private static List<MicroBatch> oneLongAmongShort() {
        List<MicroBatch> microBatches = new ArrayList<>(equal(31, 4_096));
        microBatches.add(MicroBatch.of(65_536, Segmentation.WHOLE));
        return microBatches;
    }
}
