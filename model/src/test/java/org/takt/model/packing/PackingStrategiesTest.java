package org.takt.model.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.takt.model.instance.CostCurve;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segment;
import org.takt.model.instance.Segmentation;

/** Every strategy against all packings of a few sequences. */
class PackingStrategiesTest {
    private static CostCurve cost(long constant, long linear, long quadratic) {
        return new CostCurve(BigInteger.valueOf(constant), BigInteger.valueOf(linear), BigInteger.valueOf(quadratic));
    }

    private static void holdsEverySequenceOnce(List<PackedMicroBatch> packed, List<Long> lengths) {
        assertThat(packed.stream()
                        .flatMap(one -> one.sequences().stream())
                        .sorted()
                        .toList())
                .isEqualTo(IntStream.range(0, lengths.size()).boxed().toList());
    }

    @Property(tries = 200)
    void chunkFlowHasTheFewestChunks(
            @ForAll @Size(min = 1, max = 7) List<@LongRange(min = 1, max = 20) Long> lengths,
            @ForAll @LongRange(min = 1, max = 20) long budget) {
        List<PackedMicroBatch> packed = new ChunkFlow(budget, 1).pack(lengths);

        holdsEverySequenceOnce(packed, lengths);
        List<Long> whole = lengths.stream().filter(length -> length <= budget).toList();
        int fewest = AllPackings.of(whole.size()).stream()
                .filter(packing -> packing.stream().allMatch(bin -> AllPackings.sum(bin, whole) <= budget))
                .mapToInt(List::size)
                .min()
                .orElseThrow();
        assertThat(packed).hasSize(lengths.size() - whole.size() + fewest);
        for (PackedMicroBatch one : packed) {
            boolean cut = one.microBatch().segmentation() instanceof Segmentation.Budget;
            assertThat(one.microBatch().tokens()).isEqualTo(AllPackings.sum(one.sequences(), lengths));
            assertThat(one.microBatch().tokens() > budget).isEqualTo(cut);
        }
    }

    /** Paper's example: sequences of 4, 2, 1 and 1 units in chunks of 2, of which K keep their activations. */
    @Test
    void chunkFlowCutsPacksAndRecomputes() {
        List<Long> lengths = List.of(1L, 4L, 2L, 1L);

        assertThat(new ChunkFlow(2, 1).pack(lengths))
                .containsExactly(
                        new PackedMicroBatch(
                                List.of(1),
                                MicroBatch.of(4, new Segmentation.Budget(2)).withRecomputedSegments(1)),
                        new PackedMicroBatch(List.of(2), MicroBatch.of(2, Segmentation.WHOLE)),
                        new PackedMicroBatch(List.of(0, 3), MicroBatch.packed(List.of(1L, 1L))));
        assertThat(new ChunkFlow(2, 2).pack(lengths).get(0).microBatch().recomputedSegments())
                .isZero();
        assertThat(new ChunkFlow(1, 3).pack(lengths).get(0).microBatch().recomputedSegments())
                .isEqualTo(1);
    }

    /** First-fit decreasing takes three bins of 10: 4 4, 3 3 3, 2; two are enough: 4 3 3, 4 3 2 … with a last 1. */
    @Test
    void binPackingSearchesWhereFirstFitFails() {
        BinPacking packing = new BinPacking(List.of(4L, 4L, 3L, 3L, 3L, 2L, 1L), 10);

        assertThat(packing.bins()).hasSize(2);
        assertThat(packing.isOptimal()).isTrue();
    }

    @Test
    void manySequencesStayNearTheBound() {
        List<Long> lengths = LengthDistribution.wikipedia().sample(5000, 8192, 3);
        List<PackedMicroBatch> packed = new ChunkFlow(8192, 1).pack(lengths);

        holdsEverySequenceOnce(packed, lengths);
        long fewest = (lengths.stream().mapToLong(Long::longValue).sum() + 8191) / 8192;
        assertThat((long) packed.size()).isBetween(fewest, fewest * 11 / 9 + 1);
    }

    @Property(tries = 200)
    void dynaPipeHasTheLeastEstimatedMakespanOfAllRunsByLength(
            @ForAll @Size(min = 1, max = 7) List<@LongRange(min = 1, max = 9) Long> lengths,
            @ForAll @IntRange(min = 1, max = 5) int stages,
            @ForAll @LongRange(min = 9, max = 40) long budget,
            @ForAll @LongRange(min = 0, max = 5) long constant,
            @ForAll @LongRange(min = 0, max = 3_000_000) long linear,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long quadratic) {
        CostCurve cost = cost(constant, linear, quadratic);
        List<PackedMicroBatch> packed = new DynaPipePacking(cost, stages, budget).pack(lengths);

        holdsEverySequenceOnce(packed, lengths);
        List<BigInteger> estimates = AllPackings.of(lengths.size()).stream()
                .filter(packing ->
                        packing.stream().allMatch(bin -> bin.size() * AllPackings.longest(bin, lengths) <= budget))
                .filter(packing -> areRuns(packing, lengths))
                .map(packing -> estimate(packing, lengths, cost, stages))
                .toList();
        assertThat(estimate(packed.stream().map(PackedMicroBatch::sequences).toList(), lengths, cost, stages))
                .isEqualTo(Collections.min(estimates));
        assertThat(packed).allSatisfy(one -> assertThat(one.microBatch().tokens())
                .isEqualTo(one.sequences().size() * AllPackings.longest(one.sequences(), lengths))
                .isLessThanOrEqualTo(budget));
    }

    private static boolean areRuns(List<List<Integer>> packing, List<Long> lengths) {
        return packing.stream().allMatch(bin -> packing.stream()
                .allMatch(other -> bin == other
                        || AllPackings.longest(bin, lengths) <= shortest(other, lengths)
                        || AllPackings.longest(other, lengths) <= shortest(bin, lengths)));
    }

    private static long shortest(List<Integer> bin, List<Long> lengths) {
        return bin.stream().mapToLong(lengths::get).min().orElseThrow();
    }

    private static BigInteger estimate(List<List<Integer>> packing, List<Long> lengths, CostCurve cost, int stages) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger largest = BigInteger.ZERO;
        for (List<Integer> bin : packing) {
            long longest = AllPackings.longest(bin, lengths);
            BigInteger time = cost.parts(new Segment(bin.size() * longest, bin.size() * longest * longest));
            sum = sum.add(time);
            largest = largest.max(time);
        }
        return sum.add(largest.multiply(BigInteger.valueOf(stages - 1L)));
    }

    @Property(tries = 200)
    void lengthGroupsHaveTheLeastPadding(
            @ForAll @Size(min = 1, max = 7) List<@LongRange(min = 1, max = 30) Long> lengths,
            @ForAll @IntRange(min = 1, max = 8) int groups,
            @ForAll @LongRange(min = 30, max = 90) long budget) {
        LengthGroups strategy = new LengthGroups(groups, budget);

        long least = AllPackings.of(lengths.size()).stream()
                .filter(packing -> packing.size() <= groups)
                .mapToLong(packing -> padding(packing, lengths))
                .min()
                .orElseThrow();
        assertThat(strategy.groups(lengths)).hasSizeLessThanOrEqualTo(groups);
        assertThat(padding(strategy.groups(lengths), lengths)).isEqualTo(least);
        List<PackedMicroBatch> packed = strategy.pack(lengths);
        holdsEverySequenceOnce(packed, lengths);
        assertThat(packed).allSatisfy(one -> {
            assertThat(one.sequences().size() * AllPackings.longest(one.sequences(), lengths))
                    .isLessThanOrEqualTo(budget);
            assertThat(strategy.groups(lengths)).anyMatch(group -> group.containsAll(one.sequences()));
        });
    }

    private static long padding(List<List<Integer>> packing, List<Long> lengths) {
        return packing.stream()
                .mapToLong(bin -> bin.size() * AllPackings.longest(bin, lengths) - AllPackings.sum(bin, lengths))
                .sum();
    }

    @Test
    void inOrderJoinsWhileTheBudgetLasts() {
        assertThat(new InOrder(10).pack(List.of(4L, 6L, 1L, 25L, 9L)))
                .containsExactly(
                        new PackedMicroBatch(List.of(0, 1), MicroBatch.packed(List.of(4L, 6L))),
                        new PackedMicroBatch(List.of(2), MicroBatch.of(1, Segmentation.WHOLE)),
                        new PackedMicroBatch(List.of(3), MicroBatch.of(25, new Segmentation.Budget(10))),
                        new PackedMicroBatch(List.of(4), MicroBatch.of(9, Segmentation.WHOLE)));
    }

    @Test
    void refuseBadLengthsAndBudgetsAtTheirPlaces() {
        List<Long> bad = List.of(5L, 0L, -3L, 1_000_000_001L);
        refused(
                new InOrder(0),
                bad,
                "/lengths/1 Found 0, expected 1 to 1000000000.",
                "/lengths/2 Found -3, expected 1 to 1000000000.",
                "/lengths/3 Found 1000000001, expected 1 to 1000000000.",
                "/budget Found 0, expected 1 to 1000000000.");
        refused(
                new ChunkFlow(-1, 0),
                List.of(),
                "/lengths There is no sequence, expected at least one.",
                "/budget Found -1, expected 1 to 1000000000.",
                "/kept Found 0, expected 1 to 2147483647.");
        refused(
                new DynaPipePacking(CostCurve.ZERO, 0, 99),
                List.of(7L, 100L),
                "/stages Found 0, expected 1 to 2147483647.",
                "/budget Found a budget of 99 tokens, expected at least the longest sequence, 100.");
        refused(
                new LengthGroups(0, 99),
                List.of(7L, 100L),
                "/groups Found 0, expected 1 to 2147483647.",
                "/budget Found a budget of 99 tokens, expected at least the longest sequence, 100.");
    }

    private static void refused(PackingStrategy strategy, List<Long> lengths, String... problems) {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> strategy.pack(lengths))
                .satisfies(refusal -> assertThat(refusal.problems())
                        .extracting(problem -> problem.pointer() + " " + problem.message())
                        .containsExactly(problems));
    }
}
