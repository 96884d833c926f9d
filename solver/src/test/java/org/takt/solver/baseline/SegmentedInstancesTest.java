package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.TokenMemory;
import org.takt.model.problem.Problem;

/** The segment families on instances with token lengths. */
class SegmentedInstancesTest {
    private static final long MILLION = 1_000_000;

    private static PassRates rates(long forward, long backward) {
        return new PassRates(forward, backward, 0, OptionalLong.empty());
    }

    private static Instances of(int devices, int microBatches, MicroBatch microBatch) {
        Instances instances = Instances.of(devices, microBatches).costs(0, 0, 0);
        for (int index = 0; index < microBatches; index++) {
            instances.microBatch(index, microBatch);
        }
        return instances;
    }

    /** Segments of one token each, a tick forwards and two backwards, that hold one unit. */
    private static Problem unitSegments(int devices, int stages, int microBatches, int segments) {
        return of(devices, microBatches, MicroBatch.of(segments, new Segmentation.Equal(segments, 1)))
                .stages(stages)
                .costs(0, 0, 0)
                .perMillionTokens(rates(MILLION, 2 * MILLION))
                .perMillionTokens(new TokenMemory(MILLION, MILLION, 0, 0))
                .placement(new Placement.Loop())
                .problem();
    }

    @ParameterizedTest
    @CsvSource({"4, 8, 2, 57, 5", "4, 8, 4, 105, 7", "8, 16, 4, 213, 11"})
    void seq1F1B(int devices, int microBatches, int segments, long makespan, long peak) {
        FamilyRun run = FamilyRun.of(unitSegments(devices, devices, microBatches, segments), new Seq1F1B());

        assertThat(run.makespan()).isEqualTo(makespan);
        assertThat(run.peaks()).first().isEqualTo(peak);
        assertThat(run.peaks()).last().isEqualTo((long) segments);
    }

    @ParameterizedTest
    @CsvSource({"4, 2, 8, 57, 14", "8, 4, 16, 213, 30"})
    void slimPipe(int devices, int microBatches, int segments, long makespan, long peak) {
        FamilyRun run = FamilyRun.of(unitSegments(devices, devices, microBatches, segments), new SlimPipe());

        assertThat(run.makespan()).isEqualTo(makespan);
        assertThat(run.peaks()).first().isEqualTo(peak);
        assertThat(run.peaks()).last().isEqualTo((long) segments);
    }

    /** Closed form of ZB-H1 over segments: idle (P − 1)·(F + I − W), at Seq1F1B's memory of the first stage on all. */
    @Property(tries = 200)
    void zeroBubbleOverSegmentsIdlesAsZbH1(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 1, max = 6) int microBatches,
            @ForAll @IntRange(min = 2, max = 6) int segments,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long input,
            @ForAll @LongRange(min = 1, max = 9) long weight) {
        Assume.that(weight <= forward && weight <= input);
        Assume.that(microBatches * segments >= devices - 1 + segments);
        Problem problem = of(devices, microBatches, MicroBatch.of(segments, new Segmentation.Equal(segments, 1)))
                .costs(0, 0, 0)
                .perMillionTokens(
                        new PassRates(forward * MILLION, input * MILLION, weight * MILLION, OptionalLong.empty()))
                .perMillionTokens(new TokenMemory(MILLION, MILLION, 0, 0))
                .backward(Backward.SPLIT)
                .problem();
        FamilyRun run = FamilyRun.of(problem, new Seq1F1BZeroBubble());

        assertThat(run.makespan())
                .isEqualTo(microBatches * segments * (forward + input + weight)
                        + (devices - 1) * (forward + input - weight));
        assertThat(run.peaks()).containsOnly((long) devices - 1 + segments);
        assertThat(run.peaks().get(0))
                .isEqualTo(FamilyRun.of(problem, new Seq1F1B()).peaks().get(0));
    }

    @Test
    void zeroBubbleOverSegmentsNeedsSplitBackwards() {
        assertThat(FamilyRun.reason(
                        of(2, 2, MicroBatch.of(4, new Segmentation.Equal(4, 1)))
                                .backward(Backward.FUSED)
                                .problem(),
                        new Seq1F1BZeroBubble()))
                .startsWith("Seq1F1B-ZB needs micro-batches cut into segments, backwards that split");
    }

    @Test
    void seq1F1BInterleavedIdlesAsLongAsOneSegmentOnAllOtherDevices() {
        assertThat(FamilyRun.of(unitSegments(4, 8, 8, 2), new Seq1F1BInterleaved())
                        .idle())
                .isEqualTo(3 * (1 + 2));
    }

    /** Keys and values of half a unit stay with the activations of P − 1 − s + n segments. */
    @Test
    void keysAndValuesAddToThePeak() {
        Problem problem = of(4, 8, MicroBatch.of(8, new Segmentation.Equal(4, 1)))
                .perMillionTokens(rates(MILLION, 2 * MILLION))
                .perMillionTokens(new TokenMemory(MILLION, MILLION, 0, MILLION / 2))
                .problem();

        assertThat(FamilyRun.of(problem, new Seq1F1B()).peaks()).isEqualTo(List.of(7L * 3, 6L * 3, 5L * 3, 4L * 3));
    }

    /**
     * Half of a micro-batch's cost of 40 forwards and 80 backwards is causal attention: cut equally, segment q of 4 costs
     * (0.5 + 0.5·(2q + 1)/4)·(10, 20), and 1F1B over them takes 1398.75 (bubble 31.4 %) on 4 devices with 8 micro-batches,
     * 2883.75 (33.4 %) on 8 with 16; cut into equal costs, 960 + 90 (8.6 %) and 1920 + 210 (9.9 %). In thousandths here.
     */
    @ParameterizedTest
    @CsvSource({"4, 8, 1398750, 1050000", "8, 16, 2883750, 2130000"})
    void segmentsOfEqualCostBeatSegmentsOfEqualLength(
            int devices, int microBatches, long equallyLong, long equallyCostly) {
        long tokens = 40_960;
        PassRates linear = rates(20_000 * MILLION / tokens, 40_000 * MILLION / tokens);
        long squared = 20_000 * MILLION * 2 * MILLION / tokens / tokens;
        Instances instances = of(devices, microBatches, MicroBatch.of(tokens, new Segmentation.Equal(4, 1)))
                .perMillionTokens(linear)
                .perMillionTokensSquared(rates(squared, 2 * squared));
        long equal = FamilyRun.of(instances.problem(), new Seq1F1B()).makespan();
        for (int index = 0; index < microBatches; index++) {
            instances.microBatch(index, MicroBatch.of(tokens, new Segmentation.EqualCost(4, 1)));
        }
        long balanced = FamilyRun.of(instances.problem(), new Seq1F1B()).makespan();

        // Coefficients are rounded down, durations up: a few thousandths on as many ops.
        assertThat(equal).isBetween(equallyLong - 100, equallyLong + 100);
        assertThat(balanced).isBetween(equallyCostly - 200, equallyCostly + 300);
        double ideal = microBatches * 120_000.0;
        assertThat(1 - ideal / equal).isCloseTo(1 - ideal / equallyLong, within(0.0005));
        assertThat(1 - ideal / balanced).isCloseTo(1 - ideal / equallyCostly, within(0.0005));
    }

    /** With its attention averaged, SlimPipe's uniform slices idle as equal ones do: bubble (P − 1)/(n·m + P − 1). */
    @ParameterizedTest
    @CsvSource({"4, 2, 8, 3, 19", "8, 4, 16, 7, 71"})
    void contextExchangeLevelsUniformSlices(int devices, int microBatches, int segments, long idle, long all) {
        PassRates linear = rates(10 * MILLION, 20 * MILLION);
        PassRates squared = rates(5 * MILLION * MILLION, 10 * MILLION * MILLION);
        long tokens = 4L * segments;
        FamilyRun averaged = FamilyRun.of(
                of(devices, microBatches, MicroBatch.of(tokens, new Segmentation.Averaged(segments, 1)))
                        .perMillionTokens(linear)
                        .perMillionTokensSquared(squared)
                        .problem(),
                new SlimPipe());
        FamilyRun equal = FamilyRun.of(
                of(devices, microBatches, MicroBatch.of(tokens, new Segmentation.Equal(segments, 1)))
                        .perMillionTokens(linear)
                        .perMillionTokensSquared(squared)
                        .problem(),
                new SlimPipe());

        assertThat(averaged.report().bubbleRate()).isCloseTo((double) idle / all, within(1e-12));
        assertThat(averaged.report().devices().get(0).busy())
                .isEqualTo(equal.report().devices().get(0).busy());
        assertThat(averaged.makespan()).isLessThan(equal.makespan());
    }

    /**
     * Four sequences of 4, 1, 2 and 1 units on four devices: 1F1B takes 56 of which 24 are work, 57.14 % bubble (ChunkFlow,
     * arXiv 2503.02356, Fig. 2), where equal lengths have 42.86 %.
     */
    @ParameterizedTest
    @CsvSource({"4, 1, 2, 1, 56", "4, 2, 1, 1, 56", "2, 2, 2, 2, 42"})
    void oneForwardOneBackwardIdlesWhereSequencesDiffer(long a, long b, long c, long d, long makespan) {
        Instances instances = Instances.of(4, 4).costs(0, 0, 0).perMillionTokens(rates(MILLION, 2 * MILLION));
        List<Long> lengths = List.of(a, b, c, d);
        for (int index = 0; index < 4; index++) {
            instances.microBatch(index, MicroBatch.of(lengths.get(index), Segmentation.WHOLE));
        }
        FamilyRun run = FamilyRun.of(instances.problem(), new OneForwardOneBackward());

        assertThat(run.makespan()).isEqualTo(makespan);
        assertThat(run.report().bubbleRate()).isCloseTo(1 - 24.0 / makespan, within(1e-12));
    }

    /** The same sequences in chunks of two units: the longest one cut, the two shortest packed. */
    @Test
    void chunksOfABudgetIdleLess() {
        Problem problem = Instances.of(4, 3)
                .costs(0, 0, 0)
                .perMillionTokens(rates(MILLION, 2 * MILLION))
                .microBatch(0, MicroBatch.of(4, new Segmentation.Budget(2)))
                .microBatch(1, MicroBatch.of(2, new Segmentation.Budget(2)))
                .microBatch(2, MicroBatch.packed(List.of(1L, 1L)))
                .problem();

        assertThat(FamilyRun.of(problem, new Seq1F1B()).makespan()).isEqualTo(42);
    }
}
