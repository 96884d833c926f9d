package org.takt.model.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;

/**
 * ChunkFlow (arXiv 2503.02356): sequences up to the chunk size are packed whole into as few chunks as possible; a longer one
 * is cut into dependent chunks of that size, its last one of what remains, of which the last K keep their activations and the
 * others are recomputed. Long sequences come first, then the packed chunks, the fullest first, which the paper leaves open.
 *
 * <p>Fewest chunks: proved for all but hard cases of many sequences, else at most 11/9 of the fewest, plus one; see
 * {@link BinPacking}.
 */
public final class ChunkFlow implements PackingStrategy {
    private final long budget;
    private final int kept;

    /**
     * @param budget chunk size, tokens, from 1 to {@link MicroBatch#MAX_TOKENS}
     * @param kept the paper's K: how many dependent chunks of a sequence keep their activations, at least 1
     */
    public ChunkFlow(long budget, int kept) {
        this.budget = budget;
        this.kept = kept;
    }

    @Override
    public String name() {
        return "ChunkFlow";
    }

    @Override
    public String objective() {
        return "Fewest chunks of at most " + budget + " tokens, where only sequences longer than that are cut.";
    }

    @Override
    public List<PackedMicroBatch> pack(List<Long> lengths) {
        new PackingRules(name())
                .lengths(lengths)
                .range("/budget", budget, MicroBatch.MAX_TOKENS)
                .range("/kept", kept, Integer.MAX_VALUE)
                .check();
        List<PackedMicroBatch> chunks = new ArrayList<>();
        List<Integer> whole = new ArrayList<>();
        List<Integer> longestFirst = new ArrayList<>(PackingRules.shortestFirst(lengths));
        longestFirst.sort(Comparator.comparing(lengths::get).reversed());
        for (int sequence : longestFirst) {
            if (lengths.get(sequence) > budget) {
                chunks.add(cut(sequence, lengths.get(sequence)));
            } else {
                whole.add(sequence);
            }
        }
        List<PackedMicroBatch> packed = new ArrayList<>();
        for (List<Integer> bin : new BinPacking(whole.stream().map(lengths::get).toList(), budget).bins()) {
            packed.add(PackedMicroBatch.of(bin.stream().map(whole::get).toList(), lengths));
        }
        packed.sort(Comparator.comparingLong(
                        (PackedMicroBatch chunk) -> chunk.microBatch().tokens())
                .reversed());
        chunks.addAll(packed);
        return chunks;
    }

    private PackedMicroBatch cut(int sequence, long length) {
        MicroBatch microBatch = MicroBatch.of(length, new Segmentation.Budget(budget));
        int recomputed = Math.toIntExact(Math.max(0, microBatch.segmentCount() - kept));
        return new PackedMicroBatch(List.of(sequence), microBatch.withRecomputedSegments(recomputed));
    }
}
