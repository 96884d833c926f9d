package org.takt.model.certificate;

/**
 * A proved sum over a round of micro-batches: how much time passes at least for its micro-batches together.
 *
 * @param microBatches how many micro-batches it is over, at least 1
 * @param ticks how much at least, at least 0
 */
public record RoundSum(int microBatches, long ticks) {
    public RoundSum {
        if (microBatches < 1 || ticks < 0) {
            throw new IllegalArgumentException("A sum of " + ticks + " ticks over " + microBatches
                    + " micro-batches, expected at least 0 over at least 1.");
        }
    }
}
