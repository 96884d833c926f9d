package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.problem.Problem;

/** Seq1F1B, Seq1F1B-I (arXiv 2406.03488), SlimPipe (arXiv 2504.14519) and SPPO (arXiv 2503.10377) on hand-made problems. */
class SegmentFamiliesTest {
    private static final Set<Class<?>> SEGMENT_FAMILIES = Set.of(
            Seq1F1B.class,
            Seq1F1BInterleaved.class,
            Seq1F1BZeroBubble.class,
            SlimPipe.class,
            SegmentFillAndDrain.class);

    @ParameterizedTest
    @CsvSource({"4, 8, 2, 57", "4, 8, 4, 105", "8, 16, 4, 213"})
    void seq1F1BHasTheMakespanOfTheRule(int devices, int microBatches, int segments, long makespan) {
        Problem problem = SegmentedPipeline.equal(devices, devices, microBatches, segments, 1, 2)
                .problem();
        assertThat(FamilyRun.of(problem, new Seq1F1B()).makespan()).isEqualTo(makespan);
    }

    @Test
    void seq1F1BHasThePeaksOfTheRule() {
        assertThat(FamilyRun.of(SegmentedPipeline.equal(4, 4, 8, 2, 1, 2).problem(), new Seq1F1B())
                        .peaks())
                .isEqualTo(List.of(5L, 4L, 3L, 2L));
        assertThat(FamilyRun.of(SegmentedPipeline.equal(4, 4, 8, 4, 1, 2).problem(), new Seq1F1B())
                        .peaks())
                .isEqualTo(List.of(7L, 6L, 5L, 4L));
    }

    /** Half of a segment's cost is causal attention: (0.5 + 0.5·(2q + 1)/4)·(10, 20), here in quarters. */
    @ParameterizedTest
    @CsvSource({"4, 8, 5595", "8, 16, 11535"})
    void seq1F1BIdlesWhereSegmentsAreEquallyLongButUnequallyCostly(int devices, int microBatches, long makespan) {
        SegmentedPipeline pipeline = new SegmentedPipeline(
                devices, devices, false, microBatches, List.of(25L, 35L, 45L, 55L), List.of(50L, 70L, 90L, 110L));
        assertThat(FamilyRun.of(pipeline.problem(), new Seq1F1B()).makespan()).isEqualTo(makespan);
    }

    @ParameterizedTest
    @CsvSource({"4, 2, 8, 57", "8, 4, 16, 213"})
    void slimPipeHasTheMakespanOfTheRule(int devices, int microBatches, int segments, long makespan) {
        Problem problem = SegmentedPipeline.equal(devices, devices, microBatches, segments, 1, 2)
                .problem();
        assertThat(FamilyRun.of(problem, new SlimPipe()).makespan()).isEqualTo(makespan);
    }

    @Test
    void slimPipeHasThePeaksOfTheRule() {
        assertThat(FamilyRun.of(SegmentedPipeline.equal(4, 4, 2, 8, 1, 2).problem(), new SlimPipe())
                        .peaks())
                .isEqualTo(List.of(14L, 12L, 10L, 8L));
    }

    /** Four devices, three of each of the others: interleaving, group size and segments at once. */
    @Property(tries = 200)
    void interleavedSegmentsNeverWaitForEachOther(
            @ForAll @IntRange(min = 1, max = 8) int devices,
            @ForAll @IntRange(min = 2, max = 3) int rounds,
            @ForAll @IntRange(min = 1, max = 6) int microBatches,
            @ForAll @IntRange(min = 2, max = 7) int segments,
            @ForAll @LongRange(min = 0, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long backward) {
        int group = (devices + segments - 1) / segments * segments;
        Assume.that(microBatches * segments <= group || microBatches * segments % group == 0);
        Problem problem = SegmentedPipeline.equal(devices, rounds * devices, microBatches, segments, forward, backward)
                .problem();
        assertThat(FamilyRun.of(problem, new Seq1F1BInterleaved()).makespan())
                .isGreaterThanOrEqualTo((long) rounds * microBatches * segments * (forward + backward));
    }

    @Property(tries = 200)
    void interleavedSegmentsIdleAsLongAsOneOfThemOnAllOtherDevices(
            @ForAll @IntRange(min = 1, max = 3) int segmentsFactor,
            @ForAll @IntRange(min = 2, max = 3) int segments,
            @ForAll @IntRange(min = 2, max = 3) int rounds,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long backward) {
        int devices = segmentsFactor * segments;
        Problem problem = SegmentedPipeline.equal(
                        devices, rounds * devices, groups * segmentsFactor, segments, forward, backward)
                .problem();
        assertThat(FamilyRun.of(problem, new Seq1F1BInterleaved()).idle())
                .isEqualTo((devices - 1) * (forward + backward));
    }

    @Property(tries = 200)
    void segmentsIdleAsLongAsOneOfThemOnAllOtherDevices(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 1, max = 6) int microBatches,
            @ForAll @IntRange(min = 2, max = 6) int segments,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long backward) {
        Problem problem = SegmentedPipeline.equal(devices, devices, microBatches, segments, forward, backward)
                .problem();
        FamilyRun seq = FamilyRun.of(problem, new Seq1F1B());
        FamilyRun slim = FamilyRun.of(problem, new SlimPipe());
        assertThat(seq.idle()).isEqualTo((devices - 1) * (forward + backward));
        assertThat(slim.idle()).isEqualTo((devices - 1) * (forward + backward));
        for (int stage = 0; stage < devices; stage++) {
            long units = (long) microBatches * segments;
            assertThat(seq.peaks().get(stage)).isEqualTo(Math.min(units, devices - 1 - stage + segments));
            assertThat(slim.peaks().get(stage)).isEqualTo(Math.min(units, segments + 2 * (devices - 1 - stage)));
        }
    }

    @Property(tries = 100)
    void sppoIdlesAsLongAsOneSegmentOnAllOtherDevicesAndHoldsAll(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 2, max = 9) int segments,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long backward) {
        FamilyRun run = FamilyRun.of(
                SegmentedPipeline.equal(devices, devices, 1, segments, forward, backward)
                        .problem(),
                new SegmentFillAndDrain());
        assertThat(run.makespan()).isEqualTo((devices - 1 + segments) * (forward + backward));
        assertThat(run.peaks()).containsOnly((long) segments);
    }

    /** §3.1 of SPPO: 16 subsequences on 4 stages, a bubble of 3/16 of the work. */
    @Test
    void sppoHasThePublishedBubble() {
        Problem problem = SegmentedPipeline.equal(4, 4, 1, 16, 1, 2).problem();
        assertThat(FamilyRun.of(problem, new SegmentFillAndDrain()).idle() / 48.0)
                .isEqualTo(3 / 16.0);
    }

    @Test
    void sppoIsForOneSequence() {
        assertThat(FamilyRun.reason(SegmentedPipeline.equal(2, 2, 2, 4, 1, 2).problem(), new SegmentFillAndDrain()))
                .isEqualTo(
                        "SPPO needs one micro-batch, cut into segments, and one pipeline with backwards and one stage on each device.");
    }

    @ParameterizedTest
    @CsvSource({"2, false", "4, false", "4, true", "8, true"})
    void segmentsAreForTheirOwnFamiliesOnly(int stages, boolean zigZag) {
        PipelineShape shape = PipelineShape.of(
                        new SegmentedPipeline(2, stages, zigZag, 4, List.of(1L, 1L), List.of(2L, 2L)).problem())
                .orElseThrow();
        for (ScheduleFamily family : ScheduleFamilies.all()) {
            if (!SEGMENT_FAMILIES.contains(family.getClass())) {
                assertThat(family.orders(shape))
                        .as(family.name())
                        .isInstanceOf(ScheduleFamily.Outcome.DoesNotApply.class);
            }
        }
    }

    @Test
    void inferenceIsNotForThem() {
        PipelineShape shape = PipelineShape.of(
                        ForwardOnly.of(SegmentedPipeline.equal(2, 2, 4, 2, 1, 2).problem()))
                .orElseThrow();
        for (ScheduleFamily family : ScheduleFamilies.all()) {
            assertThat(family.orders(shape)).as(family.name()).isInstanceOf(ScheduleFamily.Outcome.DoesNotApply.class);
        }
    }

    @Test
    void wholeMicroBatchesAreNotForThem() {
        Problem whole = Instances.of(4, 8).problem();
        assertThat(FamilyRun.reason(whole, new Seq1F1B()))
                .isEqualTo(
                        "Seq1F1B needs micro-batches cut into segments and one pipeline with backwards and one stage on each device.");
        assertThat(FamilyRun.reason(whole, new Seq1F1BInterleaved()))
                .isEqualTo(
                        "Seq1F1B-I needs micro-batches cut into equally many segments and one pipeline with backwards that goes over the devices"
                                + " several times in rounds.");
        Problem torn = SegmentedPipeline.equal(6, 18, 4, 2, 1, 2).problem();
        assertThat(FamilyRun.reason(torn, new Seq1F1BInterleaved()))
                .isEqualTo("Seq1F1B-I needs segments that fill groups of 6.");
        assertThat(FamilyRun.reason(whole, new SlimPipe()))
                .isEqualTo(
                        "SlimPipe needs micro-batches cut into segments and one pipeline with backwards and one stage on each device.");
    }
}
