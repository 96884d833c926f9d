package org.takt.model.analytic;

/**
 * Bytes for a token, by what tensor parallelism does to them (Korthikanti et al., arXiv 2205.05198, §4).
 *
 * @param sequenceParallel held whole by every rank of the tensor-parallel group, or, with sequence parallelism, divided
 * @param sharded divided among the ranks of the tensor-parallel group in any case
 */
public record Bytes(Figure sequenceParallel, Figure sharded) {
    /** None. */
    public static final Bytes NONE = new Bytes(Figure.ZERO, Figure.ZERO);

    /** Returns the sum. */
    public Bytes plus(Bytes other) {
        return new Bytes(sequenceParallel.plus(other.sequenceParallel), sharded.plus(other.sharded));
    }

    /** Returns what one GPU holds for a token of the sequence, bytes. */
    public double on(ParallelLayout layout) {
        int divisor = layout.sequenceParallel() ? layout.tensor() : 1;
        return ((double) sequenceParallel.value() / divisor + (double) sharded.value() / layout.tensor())
                / layout.sequenceRanks();
    }

    @Override
    public String toString() {
        return sequenceParallel.plus(sharded).toString();
    }
}
