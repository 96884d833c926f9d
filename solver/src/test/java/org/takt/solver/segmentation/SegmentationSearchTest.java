package org.takt.solver.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Segmentation;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
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
                SegmentationSearch.solve(instance, CHOICES, QUICK, SolveListener.NONE, Takt::solve);

        assertThat(provedValue(result.solution())).isEqualTo(least);
        assertThat(result.overall().certificate().value()).isEqualTo(least);
        assertThat(result.instance()).isEqualTo(SegmentationSearch.cut(instance, result.segmentation()));
        assertThat(result.solved() + result.leftOut()).isEqualTo(CHOICES.size());
        assertThat(result.segmentation()).isInstanceOf(Segmentation.EqualCost.class);
    }

    @Test
    void leavesSequencesWholeWhereSegmentsCostTooMuch() {
        SegmentationSearch.Result result =
                SegmentationSearch.solve(instance(1000), CHOICES, QUICK, SolveListener.NONE, Takt::solve);

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
                .isThrownBy(() -> SegmentationSearch.solve(
                        instance(1), List.of(new Segmentation.Equal(2, 5)), QUICK, SolveListener.NONE, Takt::solve))
                .withMessageContaining("/microBatches/0/segments/granularity: Found a granularity of 5 tokens");
    }

    /** The first solve of each cut leaves gaps; what is left goes to the cut with the least bound until that is closed. */
    @Test
    void givesWhatIsLeftToTheCutThatHoldsTheBoundDown() {
        Instance instance = instance(2);
        List<Instance> solved = new ArrayList<>();
        SegmentationSearch.Solver hesitant = (cut, options, listener) -> {
            boolean isFirst = !solved.contains(cut);
            solved.add(cut);
            Solution solution = Takt.solve(cut, options);
            return isFirst ? unproved(solution) : solution;
        };

        SegmentationSearch.Result result =
                SegmentationSearch.solve(instance, CHOICES, QUICK, SolveListener.NONE, hesitant);

        assertThat(result.overall().status()).isEqualTo(Status.OPTIMAL);
        assertThat(solved).hasSizeGreaterThan(result.solved());
    }

    @Test
    void endsWhereSolvesEndEarlyWithoutAProof() {
        List<Duration> limits = new ArrayList<>();
        SegmentationSearch.Solver hopeless = (cut, options, listener) -> {
            limits.add(options.timeLimit());
            return unproved(Takt.solve(cut, options));
        };

        SegmentationSearch.Result result =
                SegmentationSearch.solve(instance(2), CHOICES, QUICK, SolveListener.NONE, hopeless);

        assertThat(result.overall().status()).isEqualTo(Status.FEASIBLE);
        assertThat(limits).hasSizeBetween(CHOICES.size(), 6 * CHOICES.size());
        assertThat(limits.get(limits.size() - 1))
                .isGreaterThan(QUICK.timeLimit().dividedBy(2));
    }

    @Test
    void stopsTheSolveOfACutThatHasBecomeHopeless() {
        Solution poor = unproved(Takt.solve(instance(100), QUICK));
        AtomicInteger solves = new AtomicInteger();
        AtomicBoolean isStopped = new AtomicBoolean();
        SegmentationSearch.Solver solver = (cut, options, listener) -> {
            if (solves.incrementAndGet() == 2) {
                listener.onBound(Duration.ZERO, Certificate.closedForm(1_000_000, "made up", "whole problem"));
                isStopped.set(options.cancelToken().isCancelled());
            }
            return poor;
        };

        SegmentationSearch.solve(instance(2), CHOICES, QUICK, SolveListener.NONE, solver);

        assertThat(isStopped).isTrue();
        assertThat(QUICK.cancelToken().isCancelled()).isFalse();
    }

    @Test
    void saysThatThereIsNoScheduleUnderAnyCut() {
        Instance instance = Instances.of(2, 1)
                .memory(0, 3, 0, 0)
                .limit(2)
                .microBatch(0, MicroBatch.of(16, Segmentation.WHOLE))
                .instance();

        SegmentationSearch.Result result = SegmentationSearch.solve(
                instance,
                List.of(Segmentation.WHOLE, new Segmentation.Equal(2, 1)),
                QUICK,
                SolveListener.NONE,
                Takt::solve);

        assertThat(result.overall().status()).isEqualTo(Status.INFEASIBLE);
        assertThat(result.overall().infeasibility().orElseThrow())
                .startsWith("It is proved of each of 2 cuts; of whole sequences: ");
    }

    @Test
    void tellsOfBetterSchedulesAndHigherBoundsOfAllCutsOnly() {
        List<Long> values = new ArrayList<>();
        List<Long> bounds = new ArrayList<>();
        SolveListener listener = new SolveListener() {
            @Override
            public void onIncumbent(Duration elapsed, long value, String source) {
                values.add(value);
            }

            @Override
            public void onBound(Duration elapsed, Certificate certificate) {
                bounds.add(certificate.value());
            }
        };

        SegmentationSearch.Result result = SegmentationSearch.solve(instance(2), CHOICES, QUICK, listener, Takt::solve);

        assertThat(values).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
        assertThat(values).last().isEqualTo(provedValue(result.solution()));
        assertThat(bounds).isSorted().doesNotHaveDuplicates();
        assertThat(bounds).last().isEqualTo(result.overall().certificate().value());
    }

    /** With attention, equal segments are far from the best ones. */
    @Test
    void movesTheCutPointsOfTheBestCut() {
        List<Segmentation> listed = List.of(new Segmentation.Equal(3, 1));
        long best = provedValue(Takt.solve(SegmentationSearch.cut(instance(2), listed.get(0)), QUICK));

        SegmentationSearch.Result result =
                SegmentationSearch.solve(instance(2), listed, QUICK, SolveListener.NONE, Takt::solve);

        assertThat(result.segmentation()).isInstanceOf(Segmentation.Explicit.class);
        assertThat(result.solution().best().orElseThrow().report().value()).isLessThan(best);
        assertThat(result.overall().certificate().value())
                .isLessThanOrEqualTo(result.solution().certificate().value());
    }

    @Test
    void keepsCutsOfSequencesOfDifferentLengths() {
        Instance instance = instance(2)
                .withMicroBatches(List.of(MicroBatch.of(16, Segmentation.WHOLE), MicroBatch.of(8, Segmentation.WHOLE)));

        SegmentationSearch.Result result = SegmentationSearch.solve(
                instance, List.of(new Segmentation.Equal(2, 2)), QUICK, SolveListener.NONE, Takt::solve);

        assertThat(result.segmentation()).isEqualTo(new Segmentation.Equal(2, 2));
    }

    @Test
    void findsAScheduleInNoTime() {
        SegmentationSearch.Result result = SegmentationSearch.solve(
                instance(2), CHOICES, QUICK.withTimeLimit(Duration.ofNanos(1)), SolveListener.NONE, Takt::solve);

        assertThat(result.overall().status()).isEqualTo(Status.FEASIBLE);
        assertThat(result.solution().best()).isPresent();
    }

    @Test
    void leavesOutCutsThatComeToTheSameSegments() {
        SegmentationSearch.Result result = SegmentationSearch.solve(
                instance(2),
                List.of(new Segmentation.Equal(16, 1), new Segmentation.EqualCost(16, 1)),
                QUICK.withTimeLimit(Duration.ofMillis(100)),
                SolveListener.NONE,
                Takt::solve);
        assertThat(result.solved() + result.leftOut()).isEqualTo(1);
    }

    private static Solution unproved(Solution solution) {
        return new Solution(
                Status.FEASIBLE,
                solution.problem(),
                solution.best(),
                Certificate.TRIVIAL,
                Optional.empty(),
                solution.elapsed());
    }

    private static long provedValue(Solution solution) {
        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        return solution.best().orElseThrow().report().value();
    }
}
