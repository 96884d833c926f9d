package org.takt.model.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The cut against all cuts there are. */
class EqualCostCutTest {
    private static BigInteger largest(List<Long> lengths, CostCurve cost) {
        BigInteger largest = BigInteger.ZERO;
        long prefix = 0;
        for (long length : lengths) {
            largest = largest.max(cost.parts(Segment.of(prefix, length)));
            prefix += length;
        }
        return largest;
    }

    private static List<List<Long>> allCuts(long tokens, int segments, long granularity) {
        List<List<Long>> cuts = new ArrayList<>();
        for (long last = granularity; last <= tokens; last += granularity) {
            if (segments == 1 && last == tokens) {
                cuts.add(List.of(last));
            } else if (segments > 1) {
                for (List<Long> before : allCuts(tokens - last, segments - 1, granularity)) {
                    List<Long> cut = new ArrayList<>(before);
                    cut.add(last);
                    cuts.add(cut);
                }
            }
        }
        return cuts;
    }

    @Property(tries = 500)
    void noOtherCutHasASmallerLargestCost(
            @ForAll @IntRange(min = 1, max = 10) int granules,
            @ForAll @IntRange(min = 1, max = 10) int segmentsWish,
            @ForAll @LongRange(min = 1, max = 1000) long granularity,
            @ForAll @LongRange(min = 0, max = 100) long constant,
            @ForAll @LongRange(min = 0, max = PassRates.MAX) long linear,
            @ForAll @LongRange(min = 0, max = PassRates.MAX) long quadratic) {
        int segments = Math.min(granules, segmentsWish);
        CostCurve cost = CostCurve.of(constant, linear, quadratic);
        long tokens = granules * granularity;

        List<Long> cut = new EqualCostCut(cost, granularity).lengths(tokens, segments);

        List<BigInteger> others = allCuts(tokens, segments, granularity).stream()
                .map(other -> largest(other, cost))
                .toList();
        assertThat(allCuts(tokens, segments, granularity)).contains(cut);
        assertThat(largest(cut, cost)).isEqualTo(Collections.min(others));
    }

    /** Costs of 2·P·t + t² for lengths that halve the square of what is left: 10⁶/√2 = 707106.8. */
    @Test
    void purelyQuadraticCostsAreCutAtTheRoot() {
        assertThat(new EqualCostCut(CostCurve.of(0, 0, 7), 1).lengths(1_000_000, 2))
                .isEqualTo(List.of(707_107L, 292_893L));
    }

    @Test
    void constantAndLinearCostsAreCutEqually() {
        assertThat(new EqualCostCut(CostCurve.of(3, 5, 0), 64).lengths(64 * 12, 4))
                .isEqualTo(List.of(192L, 192L, 192L, 192L));
    }

    @Test
    void theLongestSequencesAreCutExactlyToo() {
        List<Long> lengths =
                new EqualCostCut(CostCurve.of(1, PassRates.MAX, PassRates.MAX), 1).lengths(MicroBatch.MAX_TOKENS, 64);

        assertThat(lengths).hasSize(64).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(lengths.stream().mapToLong(Long::longValue).sum()).isEqualTo(MicroBatch.MAX_TOKENS);
    }
}
