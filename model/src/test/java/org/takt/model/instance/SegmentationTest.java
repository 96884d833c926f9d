package org.takt.model.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentationTest {
    @Test
    void averagedSegmentsAreEqualOnesThatShareOutAllPairs() {
        MicroBatch microBatch = MicroBatch.of(18, new Segmentation.Averaged(4, 1));
        assertThat(microBatch.segments(ATTENTION))
                .containsExactly(new Segment(5, 81), new Segment(5, 81), new Segment(4, 81), new Segment(4, 81));
        MicroBatch odd = MicroBatch.of(5, new Segmentation.Averaged(3, 1));
        assertThat(odd.segments(ATTENTION)).containsExactly(new Segment(2, 9), new Segment(2, 8), new Segment(1, 8));
        assertThat(odd.segmentCount()).isEqualTo(3);
    }

    private static final CostCurve ATTENTION = CostCurve.of(0, 0, 1);

    @Test
    void equalLengthsDifferByOneGranuleAtMostLongerOnesFirst() {
        assertThat(new Segmentation.Equal(4, 1).lengths(16, ATTENTION)).isEqualTo(List.of(4L, 4L, 4L, 4L));
        assertThat(new Segmentation.Equal(4, 1).lengths(18, ATTENTION)).isEqualTo(List.of(5L, 5L, 4L, 4L));
        assertThat(new Segmentation.Equal(3, 10).lengths(80, ATTENTION)).isEqualTo(List.of(30L, 30L, 20L));
    }

    @Test
    void aBudgetLeavesTheRestToTheLastSegment() {
        Segmentation budget = new Segmentation.Budget(10);
        assertThat(budget.lengths(25, ATTENTION)).isEqualTo(List.of(10L, 10L, 5L));
        assertThat(budget.count(25)).isEqualTo(3);
        assertThat(budget.lengths(20, ATTENTION)).isEqualTo(List.of(10L, 10L));
        assertThat(budget.count(20)).isEqualTo(2);
        assertThat(budget.lengths(3, ATTENTION)).isEqualTo(List.of(3L));
        assertThat(budget.count(3)).isEqualTo(1);
    }

    /** However it is cut, a sequence has tokens²/2 pairs: (2·3·0 + 9) + (2·2·3 + 4) + (2·5·5 + 25) = 100. */
    @Test
    void everyCutHasTheSamePairs() {
        List<Segment> segments = MicroBatch.of(10, new Segmentation.Explicit(List.of(3L, 2L, 5L)))
                .segments(ATTENTION);

        assertThat(segments).containsExactly(new Segment(3, 9), new Segment(2, 16), new Segment(5, 75));
    }

    @Test
    void packedSequencesDoNotAttendToEachOther() {
        assertThat(MicroBatch.packed(List.of(3L, 2L, 5L)).segments(ATTENTION))
                .containsExactly(new Segment(10, 9 + 4 + 25));
    }

    @Test
    void aMicroBatchWithoutLengthIsOneSegment() {
        assertThat(MicroBatch.PLAIN.segments(ATTENTION)).containsExactly(Segment.WITHOUT_LENGTH);
        assertThat(MicroBatch.PLAIN.segmentCount()).isEqualTo(1);
    }

    /** 7 + 5 000 000·4/10^6 + 6·10^12·4·(3 + 4/2)/10^12 = 7 + 20 + 120 ticks. */
    @Test
    void aCostIsConstantPlusLinearPlusQuadratic() {
        assertThat(CostCurve.of(7, 5_000_000, 6_000_000_000_000L).parts(Segment.of(3, 4)))
                .isEqualTo(CostCurve.PARTS_OF_A_TICK.multiply(BigInteger.valueOf(147)));
    }
}
