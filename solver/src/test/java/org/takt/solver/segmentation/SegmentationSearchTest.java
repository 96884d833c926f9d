package org.takt.solver.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Segmentation;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;

class SegmentationSearchTest {
    private static final SolveOptions QUICK = SolveOptions.DEFAULTS.withTimeLimit(Duration.ofSeconds(40));
    private static final List<Segmentation> CHOICES = List.of(
            Segmentation.WHOLE,
            new Segmentation.Equal(2, 1),
            new Segmentation.EqualCost(2, 1),
            new Segmentation.EqualCost(3, 1));

    /** Two micro-batches of 16 tokens: every segment costs a constant, so too many are as bad as too few. */
    private static Instance instance(long constant) {
        PassRates linear = new PassRates(1_000_000, 2_000_000, 0, OptionalLong.empty());
        PassRates attention = new PassRates(100_000_000_000L, 200_000_000_000L, 0, OptionalLong.empty());
        return Instances.of(2, 2)
                .costs(constant, constant, 0)
                .perMillionTokens(linear)
                .perMillionTokensSquared(attention)
                .microBatch(0, MicroBatch.of(16, Segmentation.WHOLE))
                .microBatch(1, MicroBatch.of(16, Segmentation.WHOLE))
                .instance();
    }

    @Test
    void findsTheBestOfAllCutsAndProvesIt() {
        Instance instance = instance(2);
        long least = CHOICES.stream()
                .map(choice -> Takt.solve(SegmentationSearch.cut(instance, choice), QUICK))
                .mapToLong(SegmentationSearchTest::provedValue)
                .min()
                .orElseThrow();

        SegmentationSearch.Result result =
                SegmentationSearch.solve(instance, CHOICES, QUICK).orElseThrow();

        assertThat(provedValue(result.solution())).isEqualTo(least);
        assertThat(result.lowerBound()).isEqualTo(least);
        assertThat(result.instance()).isEqualTo(SegmentationSearch.cut(instance, result.segmentation()));
        assertThat(result.solved() + result.leftOut()).isEqualTo(CHOICES.size());
        assertThat(result.segmentation()).isInstanceOf(Segmentation.EqualCost.class);
    }

    @Test
    void leavesSequencesWholeWhereSegmentsCostTooMuch() {
        SegmentationSearch.Result result =
                SegmentationSearch.solve(instance(1000), CHOICES, QUICK).orElseThrow();

        assertThat(result.segmentation()).isEqualTo(Segmentation.WHOLE);
        assertThat(result.solved()).isEqualTo(1);
        assertThat(result.leftOut()).isEqualTo(CHOICES.size() - 1);
    }

    @Test
    void packedSequencesStayAsTheyAre() {
        Instance packed = instance(1)
                .withMicroBatches(List.of(MicroBatch.packed(List.of(3L, 4L)), MicroBatch.of(8, Segmentation.WHOLE)));

        assertThat(SegmentationSearch.cut(packed, new Segmentation.Equal(2, 1)).microBatches())
                .containsExactly(MicroBatch.packed(List.of(3L, 4L)), MicroBatch.of(8, new Segmentation.Equal(2, 1)));
    }

    @Test
    void refusesACutThatDoesNotFit() {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> SegmentationSearch.solve(instance(1), List.of(new Segmentation.Equal(2, 5)), QUICK))
                .withMessageContaining("/microBatches/0/segments/granularity: Found a granularity of 5 tokens");
    }

    private static long provedValue(Solution solution) {
        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        return solution.best().orElseThrow().report().value();
    }
}
