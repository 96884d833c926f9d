package org.takt.model.packing;

import java.util.List;

/** A rule that puts sequences into micro-batches. Implementations are immutable and deterministic. */
public interface PackingStrategy {
    /** Returns the rule's name. */
    String name();

    /** Returns what the rule minimises, and under which limits: a full sentence. */
    String objective();

    /**
     * Puts every sequence into exactly one micro-batch.
     *
     * @param lengths tokens of each sequence, in order of arrival, at least one
     * @return the micro-batches, in the order that the rule gives
     * @throws org.takt.model.instance.InvalidInstanceException with every problem, if a length is not from 1 to
     *     {@link org.takt.model.instance.MicroBatch#MAX_TOKENS} (pointer {@code /lengths/i}) or does not fit a budget
     *     ({@code /budget})
     */
    List<PackedMicroBatch> pack(List<Long> lengths);
}
