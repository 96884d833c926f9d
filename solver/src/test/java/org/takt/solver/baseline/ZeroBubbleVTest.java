package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.solver.baseline.BaselineRuns.report;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

class ZeroBubbleVTest {
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

    @ParameterizedTest
    @CsvSource({
        "2,1", "2,2", "2,4", "2,5", "2,8", "4,3", "4,4", "4,8", "4,9", "4,16", "8,7", "8,8", "8,16", "8,17", "8,32"
    })
    void isPyTorchsOrderOpForOp(int devices, int microBatches) {
        Problem problem = problem(devices, microBatches);
        ScheduleFamily.Outcome.Applies applies = (ScheduleFamily.Outcome.Applies)
                FAMILY.orders(PipelineShape.of(problem).orElseThrow());
        String exported = PyTorchCsv.write(problem, Schedules.timed(problem, applies.orders()))
                .text();
        String name = "ZBVZeroBubble_p" + devices + "_m" + microBatches + "_v2.csv";
        assertThat(exported).isEqualTo(withoutBlanks(BaselineRuns.modelResource("oplist/torch/" + name)));
    }

    private static String withoutBlanks(String text) {
        return text.lines()
                .map(row -> Stream.of(row.split(","))
                        .map(String::strip)
                        .filter(cell -> !cell.isEmpty())
                        .collect(Collectors.joining(",", "", "\n")))
                .collect(Collectors.joining());
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
