package org.takt.model.expansion;

import java.math.BigInteger;

/** Exact scaling of whole numbers by a ratio of thousandths, rounded up. */
final class Permille {
    private Permille() {}

    /** Returns ⌈value × numerator / denominator⌉; the result fits a long in a valid instance. */
    static long scaleUp(long value, long numerator, long denominator) {
        if (numerator == denominator) {
            return value;
        }
        long product = value * numerator;
        if (Math.multiplyHigh(value, numerator) == 0 && product >= 0) {
            return product / denominator + (product % denominator > 0 ? 1 : 0);
        }
        BigInteger[] parts = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(numerator))
                .divideAndRemainder(BigInteger.valueOf(denominator));
        return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
    }
}
