package org.takt.solver.bound;

import java.math.BigInteger;

/** An exact sum of products of numbers that are at least 0; stays below 2^127. */
final class WideSum {
    private long highHalf;
    private long lowHalf;

    void addProduct(long first, long second) {
        long low = first * second;
        lowHalf += low;
        boolean carries = Long.compareUnsigned(lowHalf, low) < 0;
        highHalf += Math.multiplyHigh(first, second) + (carries ? 1 : 0);
    }

    BigInteger value() {
        BigInteger upperBits = BigInteger.valueOf(highHalf).shiftLeft(32).add(BigInteger.valueOf(lowHalf >>> 32));
        return upperBits.shiftLeft(32).add(BigInteger.valueOf(lowHalf & 0xFFFF_FFFFL));
    }
}
