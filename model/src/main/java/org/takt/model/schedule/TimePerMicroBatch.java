package org.takt.model.schedule;

import java.math.BigInteger;

/**
 * What a steady state costs: ticks per micro-batch, an exact fraction in lowest terms.
 *
 * @param ticks numerator, at least 0
 * @param microBatches denominator, at least 1
 */
public record TimePerMicroBatch(BigInteger ticks, BigInteger microBatches) implements Comparable<TimePerMicroBatch> {
    public static final TimePerMicroBatch ZERO = new TimePerMicroBatch(BigInteger.ZERO, BigInteger.ONE);

    public TimePerMicroBatch {
        if (ticks.signum() < 0 || microBatches.signum() <= 0) {
            throw new IllegalArgumentException("A time per micro-batch of " + ticks + " / " + microBatches
                    + ", expected at least 0 ticks and at least 1 micro-batch.");
        }
        BigInteger common = ticks.gcd(microBatches);
        ticks = ticks.divide(common);
        microBatches = microBatches.divide(common);
    }

    /** Returns the time per micro-batch where so many take so many ticks. */
    public static TimePerMicroBatch of(long ticks, long microBatches) {
        return new TimePerMicroBatch(BigInteger.valueOf(ticks), BigInteger.valueOf(microBatches));
    }

    /** Compares exactly. */
    @Override
    public int compareTo(TimePerMicroBatch other) {
        return ticks.multiply(other.microBatches).compareTo(other.ticks.multiply(microBatches));
    }

    /** Returns the least whole number of ticks that so many micro-batches may take at this rate. */
    public BigInteger leastPeriod(long count) {
        BigInteger total = ticks.multiply(BigInteger.valueOf(count));
        return total.add(microBatches).subtract(BigInteger.ONE).divide(microBatches);
    }

    /** Returns the nearest floating-point number, for people. */
    public double approximate() {
        return ticks.doubleValue() / microBatches.doubleValue();
    }

    /** Returns the fraction, such as {@code 37/2}, or the number alone where it is whole. */
    @Override
    public String toString() {
        return microBatches.equals(BigInteger.ONE) ? ticks.toString() : ticks + "/" + microBatches;
    }
}
