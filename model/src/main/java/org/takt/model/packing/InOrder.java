package org.takt.model.packing;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;

/**
 * Sequences as they arrive: each joins the micro-batch before it while the budget lasts (next fit). One longer than the
 * budget is a micro-batch of its own, cut into segments of the budget. What packing should beat.
 */
public final class InOrder implements PackingStrategy {
    private final long budget;

    /** @param budget the most tokens of a micro-batch or segment */
    public InOrder(long budget) {
        this.budget = budget;
    }

    @Override
    public String name() {
        return "in order";
    }

    @Override
    public String objective() {
        return "None: sequences as they arrive, in micro-batches or segments of at most " + budget + " tokens.";
    }

    @Override
    public List<PackedMicroBatch> pack(List<Long> lengths) {
        new PackingRules(name())
                .lengths(lengths)
                .range("/budget", budget, MicroBatch.MAX_TOKENS)
                .check();
        List<PackedMicroBatch> microBatches = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        long filled = 0;
        for (int sequence = 0; sequence < lengths.size(); sequence++) {
            long length = lengths.get(sequence);
            if (!open.isEmpty() && filled + length > budget) {
                microBatches.add(PackedMicroBatch.of(open, lengths));
                open.clear();
                filled = 0;
            }
            if (length > budget) {
                microBatches.add(new PackedMicroBatch(
                        List.of(sequence), MicroBatch.of(length, new Segmentation.Budget(budget))));
            } else {
                open.add(sequence);
                filled += length;
            }
        }
        if (!open.isEmpty()) {
            microBatches.add(PackedMicroBatch.of(open, lengths));
        }
        return microBatches;
    }
}
