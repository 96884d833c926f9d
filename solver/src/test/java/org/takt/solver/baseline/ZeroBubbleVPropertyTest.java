package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.solver.baseline.Families.report;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

/** ZB-V's closed forms; {@link TorchSchedulesTest} compares its order with PyTorch's. */
class ZeroBubbleVPropertyTest {
    private static final ScheduleFamily FAMILY = new ZeroBubbleV();

    private static Problem problem(int devices, int microBatches) {
        return Instances.of(devices, microBatches)
                .stages(2 * devices)
                .placement(new Placement.V())
                .memory(0, 1, 1, 0)
                .backward(Backward.SPLIT)
                .objective(Objective.MAX_DEVICE_SPAN)
                .problem();
    }

    @Property(tries = 60)
    void withEqualTimesNoDeviceIdlesAndAllHoldTwicePActivations(
            @ForAll @IntRange(min = 1, max = 8) int devices, @ForAll @IntRange(min = 0, max = 20) int more) {
        int microBatches = 2 * devices - 1 + more;
        Report report = report(problem(devices, microBatches), FAMILY);
        assertThat(report.maxDeviceSpan()).isEqualTo(6L * microBatches);
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).containsOnly(2L * devices);
    }
}
