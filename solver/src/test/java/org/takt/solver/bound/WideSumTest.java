package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideSumTest {
    @Test
    void addsProductsBeyondALong() {
        Random random = new Random(3);
        WideSum sum = new WideSum();
        BigInteger expected = BigInteger.ZERO;
        for (int term = 0; term < 1000; term++) {
            long first = random.nextLong() >>> (1 + random.nextInt(60));
            long second = random.nextLong() >>> (12 + random.nextInt(40));
            sum.addProduct(first, second);
            expected = expected.add(BigInteger.valueOf(first).multiply(BigInteger.valueOf(second)));
            assertThat(sum.value()).isEqualTo(expected);
        }
    }
}
