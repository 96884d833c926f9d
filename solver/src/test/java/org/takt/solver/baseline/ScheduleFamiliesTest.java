package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

class ScheduleFamiliesTest {
    @Test
    void oneForwardOneBackwardIdlesThreeTimesTheWorkOfAMicroBatchOnFourDevices() {
        Problem problem = Instances.of(4, 8).costs(1, 1, 1).memory(0, 1, 0, 0).problem();
        Report report = report(problem, new OneForwardOneBackward());
        assertThat(report.makespan()).isEqualTo(33);
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).containsExactly(4L, 3L, 2L, 1L);
    }

    @Test
    void gpipeHoldsEveryMicroBatchAndIdlesAsLong() {
        Problem problem = Instances.of(4, 8).costs(1, 1, 1).memory(0, 1, 0, 0).problem();
        Report report = report(problem, new GPipe());
        assertThat(report.makespan()).isEqualTo(33);
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).containsOnly(8L);
    }

    @Test
    void zbH1IdlesForwardPlusInputMinusWeightGradientForEachFurtherDevice() {
        Problem problem = Instances.of(4, 8)
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 2, 1, 0)
                .problem();
        Report report = report(problem, ZeroBubbleHandcrafted.H1);
        assertThat(report.makespan()).isEqualTo(8 * 15 + 3 * (5 + 6 - 4));
        assertThat(report.peakMemory()).isEqualTo(4 * 2);
    }

    @Test
    void zbH2NeedsTwiceAsManyMicroBatchesAsStages() {
        Problem problem = Instances.of(4, 7).backward(Backward.SPLIT).problem();
        assertThat(ZeroBubbleHandcrafted.H2.orders(PipelineShape.of(problem).orElseThrow()))
                .isEqualTo(new ScheduleFamily.Outcome.DoesNotApply(
                        "ZB-H2 needs at least twice as many micro-batches as stages, found 7 for 4."));
    }

    @Test
    void zeroBubbleNeedsSplitBackwards() {
        Problem problem = Instances.of(4, 8).problem();
        assertThat(ZeroBubbleHandcrafted.H1.orders(PipelineShape.of(problem).orElseThrow()))
                .isEqualTo(new ScheduleFamily.Outcome.DoesNotApply(
                        "ZB-H1 needs backwards that split into input and weight gradient."));
    }

    @Test
    void noFamilyThrowsOnOtherPlacementsAndFewMicroBatches() {
        for (int microBatches = 1; microBatches <= 5; microBatches++) {
            for (Placement placement : new Placement[] {
                new Placement.Loop(), new Placement.V(), new Placement.Bidirectional(new Placement.Loop())
            }) {
                for (Backward backward : Backward.values()) {
                    Problem problem = Instances.of(3, microBatches)
                            .stages(placement instanceof Placement.V ? 6 : 3)
                            .placement(placement)
                            .backward(backward)
                            .problem();
                    PipelineShape shape = PipelineShape.of(problem).orElseThrow();
                    for (ScheduleFamily family : ScheduleFamilies.all()) {
                        if (family.orders(shape) instanceof ScheduleFamily.Outcome.Applies applies) {
                            assertThat(new Timing(problem).earliest(applies.orders()))
                                    .as(family.name())
                                    .isInstanceOf(TimingResult.Timed.class);
                        }
                    }
                }
            }
        }
    }

    @Test
    void aProblemWithoutOpsHasNoShape() {
        assertThat(PipelineShape.of(Problems.of(1).problem())).isEmpty();
    }

    private static Report report(Problem problem, ScheduleFamily family) {
        PipelineShape shape = PipelineShape.of(problem).orElseThrow();
        ScheduleFamily.Outcome.Applies applies = (ScheduleFamily.Outcome.Applies) family.orders(shape);
        TimingResult.Timed timed = (TimingResult.Timed) new Timing(problem).earliest(applies.orders());
        return ((Verdict.Accepted) new Verifier(problem).verify(timed.schedule())).report();
    }
}
