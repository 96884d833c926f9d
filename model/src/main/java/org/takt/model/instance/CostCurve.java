package org.takt.model.instance;

import java.math.BigInteger;

/**
 * A cost as a function of what a pass works on, exact: constant + linear·tokens + quadratic·tokens·(prefix + tokens/2),
 * the last for causal attention (Seq1F1B, arXiv 2406.03488, §3.3, has the same terms). At speed 1000.
 *
 * @param constant ticks, whatever the tokens
 * @param linear ticks for a million tokens
 * @param quadratic ticks for a million tokens squared
 */
public record CostCurve(BigInteger constant, BigInteger linear, BigInteger quadratic) {
    /** The parts of a tick that {@link #parts} counts: 2·10^12. */
    public static final BigInteger PARTS_OF_A_TICK = BigInteger.valueOf(2_000_000_000_000L);

    private static final BigInteger PARTS_OF_A_LINEAR_UNIT = BigInteger.valueOf(2_000_000);

    /** No cost at all. */
    public static final CostCurve ZERO = new CostCurve(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    static CostCurve of(long constant, long linear, long quadratic) {
        return new CostCurve(BigInteger.valueOf(constant), BigInteger.valueOf(linear), BigInteger.valueOf(quadratic));
    }

    /** Returns the sum of two costs. */
    public CostCurve plus(CostCurve other) {
        return new CostCurve(constant.add(other.constant), linear.add(other.linear), quadratic.add(other.quadratic));
    }

    /** Returns whether the cost is the same for all segments. */
    public boolean isConstant() {
        return linear.signum() == 0 && quadratic.signum() == 0;
    }

    /** Returns the exact cost of a segment in parts of a tick, of which a tick has {@link #PARTS_OF_A_TICK}. */
    public BigInteger parts(Segment segment) {
        return constant.multiply(PARTS_OF_A_TICK)
                .add(linear.multiply(BigInteger.valueOf(segment.tokens())).multiply(PARTS_OF_A_LINEAR_UNIT))
                .add(quadratic.multiply(BigInteger.valueOf(segment.doubledPairs())));
    }
}
