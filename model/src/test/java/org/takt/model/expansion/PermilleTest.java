package org.takt.model.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PermilleTest {
    private static long scaleUp(long value, long numerator, long denominator) {
        return Permille.scaleUp(BigInteger.valueOf(value), BigInteger.ONE, numerator, denominator);
    }

    @Test
    void roundsUpAndNeverOverflowsOnTheWay() {
        assertThat(scaleUp(7, 1000, 1500)).isEqualTo(5);
        assertThat(scaleUp(0, 1, 1500)).isZero();
        assertThat(scaleUp(7, 0, 1500)).isZero();
        assertThat(scaleUp(7, 1, 1_000_000)).isEqualTo(1);
        assertThat(scaleUp(Long.MAX_VALUE, 5, 5)).isEqualTo(Long.MAX_VALUE);
        assertThat(scaleUp(Long.MAX_VALUE, 1_000_000, 2_000_000)).isEqualTo(Long.MAX_VALUE / 2 + 1);
    }

    @Test
    void roundsPartsOfAUnitOnlyOnce() {
        BigInteger third = BigInteger.valueOf(3);
        assertThat(Permille.scaleUp(BigInteger.valueOf(4), third, 1500, 1000)).isEqualTo(2);
        assertThat(Permille.scaleUp(BigInteger.valueOf(4), third, 1501, 1000)).isEqualTo(3);
    }

    @Property
    void isTheLeastNumberNotBelowTheQuotient(
            @ForAll @LongRange(max = 1_000_000) long value,
            @ForAll @IntRange(max = 100_000) int numerator,
            @ForAll @IntRange(min = 1, max = 100_000) int denominator) {
        long scaled = scaleUp(value, numerator, denominator);

        assertThat(scaled * denominator).isGreaterThanOrEqualTo(value * numerator);
        assertThat((scaled - 1) * denominator).isLessThan(value * numerator);
    }
}
