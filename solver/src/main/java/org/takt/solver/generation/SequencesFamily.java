package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.takt.model.analytic.ParallelLayout;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.packing.FixedCount;
import org.takt.model.packing.InOrder;
import org.takt.model.packing.LengthDistribution;
import org.takt.model.packing.PackedMicroBatch;
import org.takt.model.packing.PackingStrategy;

/**
 * The same 64 sequences, drawn from the lengths of Wikipedia, through Llama 3.1 8B on 4 and 8 devices, backwards fused: one in
 * each micro-batch in the order of their arrival, in order of length, and packed in the order of
 * arrival into micro-batches of at most as many tokens as the longest has.
 */
public final class SequencesFamily implements InstanceFamily {
    private static final String NAME = "sequences";
    private static final int SEQUENCES = 64;
    private static final long LONGEST = 131_072;
    private static final long SEED = 1;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Instance> instances() {
        List<Long> arrival = LengthDistribution.wikipedia().sample(SEQUENCES, LONGEST, SEED);
        List<Long> byLength = new ArrayList<>(arrival);
        Collections.sort(byLength);
        List<Instance> instances = new ArrayList<>();
        for (int devices : new int[] {4, 8}) {
            TrainingRun run =
                    TrainingRun.of("llama-3.1-8b", "h100-sxm", new ParallelLayout(2, devices, 1, 4, 1, 4, true));
            PackingStrategy alone = new FixedCount(1);
            PackingStrategy packing = new InOrder(Collections.max(arrival));
            instances.add(instance(run, devices, "arrival", pack(alone, arrival)));
            instances.add(instance(run, devices, "by-length", pack(alone, byLength)));
            instances.add(instance(run, devices, "packed", pack(packing, arrival)));
        }
        return instances;
    }

    private static List<MicroBatch> pack(PackingStrategy strategy, List<Long> lengths) {
        return strategy.pack(lengths).stream().map(PackedMicroBatch::microBatch).toList();
    }

    private static Instance instance(TrainingRun run, int devices, String suffix, List<MicroBatch> microBatches) {
        return run.inBalance()
                .instance(NAME + "-wikipedia64-p" + devices + "-" + suffix, microBatches)
                .withBackward(Backward.FUSED);
    }
}
