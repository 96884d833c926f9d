package org.takt.model.packing;

import java.util.List;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;

/**
 * A micro-batch and what is in it.
 *
 * @param sequences the sequences, by their index in the order of arrival, at least one
 * @param microBatch the micro-batch
 */
public record PackedMicroBatch(List<Integer> sequences, MicroBatch microBatch) {
    public PackedMicroBatch {
        sequences = List.copyOf(sequences);
    }

    /** Packs sequences side by side. */
    static PackedMicroBatch of(List<Integer> sequences, List<Long> lengths) {
        List<Long> tokens = sequences.stream().map(lengths::get).toList();
        return new PackedMicroBatch(
                sequences,
                tokens.size() == 1 ? MicroBatch.of(tokens.get(0), Segmentation.WHOLE) : MicroBatch.packed(tokens));
    }

    /** Packs sequences padded to the longest of them. */
    static PackedMicroBatch padded(List<Integer> sequences, List<Long> lengths) {
        long longest = sequences.stream().mapToLong(lengths::get).max().orElseThrow();
        return new PackedMicroBatch(
                sequences,
                MicroBatch.packed(sequences.stream().map(any -> longest).toList()));
    }
}
