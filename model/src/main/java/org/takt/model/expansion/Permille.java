package org.takt.model.expansion;

import java.math.BigInteger;

/** Exact scaling by a ratio of thousandths, rounded up once. */
final class Permille {
    private Permille() {}

    /**
     * Returns ⌈parts × numerator / (partsOfAUnit × denominator)⌉, whole units; the result fits a long in a valid instance.
     *
     * @param parts an amount in parts of a unit
     */
    static long scaleUp(BigInteger parts, BigInteger partsOfAUnit, long numerator, long denominator) {
        BigInteger[] result = parts.multiply(BigInteger.valueOf(numerator))
                .divideAndRemainder(partsOfAUnit.multiply(BigInteger.valueOf(denominator)));
        return result[0].longValueExact() + (result[1].signum() > 0 ? 1 : 0);
    }

    /** Returns ⌈value × numerator / denominator⌉; the result fits a long in a valid instance. */
    static long scaleUp(long value, long numerator, long denominator) {
        if (numerator == denominator) {
            return value;
        }
        long product = value * numerator;
        if (Math.multiplyHigh(value, numerator) == 0 && product >= 0) {
            return product / denominator + (product % denominator > 0 ? 1 : 0);
        }
        return scaleUp(BigInteger.valueOf(value), BigInteger.ONE, numerator, denominator);
    }
}
