package org.takt.model.instance;

import java.util.OptionalInt;

/**
 * A micro-batch.
 *
 * @param costPermille factor on every compute cost, in thousandths, at least 0; results are rounded up to whole ticks
 * @param activationPermille factor on activation, part kept for the weight gradient and gradient memory, in thousandths, at
 *     least 0; results are rounded up to whole units
 * @param direction the pipeline it runs through under a bidirectional placement, 0 or 1; empty means by parity of its index
 */
public record MicroBatch(long costPermille, long activationPermille, OptionalInt direction) {
    /** A micro-batch as the stages describe it. */
    public static final MicroBatch PLAIN = new MicroBatch(1000, 1000, OptionalInt.empty());
}
