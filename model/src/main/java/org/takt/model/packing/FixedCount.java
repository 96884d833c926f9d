package org.takt.model.packing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sequences as they arrive, the same number in every micro-batch but the last: the micro-batch size of frameworks that pad nothing. */
public final class FixedCount implements PackingStrategy {
    private final int sequences;

    /** @param sequences of a micro-batch, at least 1 */
    public FixedCount(int sequences) {
        this.sequences = sequences;
    }

    @Override
    public String name() {
        return "fixed count";
    }

    @Override
    public String objective() {
        return "None: sequences as they arrive, " + sequences + " in each micro-batch.";
    }

    @Override
    public List<PackedMicroBatch> pack(List<Long> lengths) {
        new PackingRules(name())
                .lengths(lengths)
                .range("/sequences", sequences, Integer.MAX_VALUE)
                .check();
        List<PackedMicroBatch> microBatches = new ArrayList<>();
        int first = 0;
        while (first < lengths.size()) {
            int end = (int) Math.min(lengths.size(), (long) first + sequences);
            microBatches.add(
                    PackedMicroBatch.of(IntStream.range(first, end).boxed().toList(), lengths));
            first = end;
        }
        return microBatches;
    }
}
