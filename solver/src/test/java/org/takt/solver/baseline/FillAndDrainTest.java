package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

class FillAndDrainTest {
    @Test
    void idlesOneForwardForEachFurtherDevice() {
        Problem problem = ForwardOnly.of(
                Instances.of(4, 8).costs(5, 1, 1).memory(0, 3, 0, 0).problem());
        Report report = Families.report(problem, new FillAndDrain());
        assertThat(report.makespan()).isEqualTo((8 + 4 - 1) * 5);
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).containsOnly(3L);
    }

    /**
     * With unequal stages the slowest sets the pace: the makespan is one micro-batch's way through the pipeline and m − 1
     * times the slowest stage.
     */
    @Test
    void theSlowestStageSetsThePace() {
        Problem problem = ForwardOnly.of(Instances.of(3, 10)
                .stageCosts(0, 2, 1, 1)
                .stageCosts(1, 7, 1, 1)
                .stageCosts(2, 4, 1, 1)
                .latency(3)
                .problem());
        assertThat(Families.report(problem, new FillAndDrain()).makespan()).isEqualTo(2 + 3 + 7 + 3 + 4 + (10 - 1) * 7);
    }

    @Test
    void isTheOnlyFamilyWithoutBackwards() {
        for (int chunks = 1; chunks <= 2; chunks++) {
            Problem problem =
                    ForwardOnly.of(Instances.of(3, 6).stages(3 * chunks).problem());
            PipelineShape shape = PipelineShape.of(problem).orElseThrow();
            assertThat(shape.isForwardOnly()).isTrue();
            for (ScheduleFamily family : ScheduleFamilies.all()) {
                boolean applies = family.orders(shape) instanceof ScheduleFamily.Outcome.Applies;
                assertThat(applies).as(family.name()).isEqualTo(family instanceof FillAndDrain && chunks == 1);
            }
        }
    }

    @Test
    void doesNotApplyToTraining() {
        assertThat(Families.refusal(Instances.of(3, 6).problem(), new FillAndDrain()))
                .isEqualTo("Fill and drain needs one pipeline without backwards and one stage on each device.");
    }
}
