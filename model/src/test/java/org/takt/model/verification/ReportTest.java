package org.takt.model.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.timed;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;

/** The figures of accepted schedules against hand computation. */
class ReportTest {
    private static final String ONE_FORWARD_ONE_BACKWARD = """
            0F0,0F1,0F2,0F3,0B0,0F4,0B1,0F5,0B2,0F6,0B3,0F7,0B4,0B5,0B6,0B7
            1F0,1F1,1F2,1B0,1F3,1B1,1F4,1B2,1F5,1B3,1F6,1B4,1F7,1B5,1B6,1B7
            2F0,2F1,2B0,2F2,2B1,2F3,2B2,2F4,2B3,2F5,2B4,2F6,2B5,2F7,2B6,2B7
            3F0,3B0,3F1,3B1,3F2,3B2,3F3,3B3,3F4,3B4,3F5,3B5,3F6,3B6,3F7,3B7
            """;

    private static Report figures(Problem problem) {
        return accepted(problem, timed(problem, PyTorchCsv.read(ONE_FORWARD_ONE_BACKWARD, problem)));
    }

    @Test
    void ofOneForwardOneBackward() {
        Report report = figures(Instances.of(4, 8).memory(0, 1, 0, 0).problem());

        assertThat(report.objective()).isEqualTo("MAKESPAN");
        assertThat(report.value()).isEqualTo(33);
        assertThat(report.makespan()).isEqualTo(33);
        assertThat(report.maxDeviceSpan()).isEqualTo(33);
        assertThat(report.messages()).isEqualTo(2 * 3 * 8);
        assertThat(report.transferTime()).isZero();
        assertThat(report.bubbleRate()).isEqualTo(9.0 / 33, within(1e-12));
        assertThat(report.publishedBubbleRate()).isEqualTo(9.0 / 33, within(1e-12));
        assertThat(report.peakMemory()).isEqualTo(4);
        assertThat(report.devices())
                .containsExactly(
                        new DeviceReport("d0", 24, 0, 33, 4, 3, OptionalLong.empty(), 4),
                        new DeviceReport("d1", 24, 1, 31, 3, 3, OptionalLong.empty(), 3),
                        new DeviceReport("d2", 24, 2, 29, 2, 3, OptionalLong.empty(), 2),
                        new DeviceReport("d3", 24, 3, 27, 1, 3, OptionalLong.empty(), 1));
        assertThat(report.devices()).extracting(DeviceReport::span).containsExactly(33L, 30L, 27L, 24L);
    }

    @Test
    void idleTimeIsTheSameOnEveryDevice() {
        Report report = figures(Instances.of(4, 8).problem());

        assertThat(report.devices())
                .extracting(device -> report.makespan() - device.busy())
                .containsOnly(9L);
    }

    @Test
    void countsConstantMemoryInEveryPeak() {
        Report report = figures(
                Instances.of(4, 8).memory(100, 7, 0, 0).constantMemory(2, 5).problem());

        assertThat(report.devices()).extracting(DeviceReport::peakMemory).containsExactly(128L, 121L, 119L, 107L);
    }

    @Test
    void bothBubbleRatesDifferWhereDevicesAreNotEquallyLoaded() {
        Problems problems = Problems.of(2);
        problems.op(OpKind.F, 0, 0, 6, 0);
        problems.op(OpKind.F, 1, 0, 2, 1);
        Problem problem = problems.precede(0, 1).problem();
        Schedule schedule = timed(problem, DeviceOrders.ofSingleModes(problem, Map.of()));

        Report report = accepted(problem, schedule);
        Report bySpan = accepted(problem.withObjective(Objective.MAX_DEVICE_SPAN), schedule);

        assertThat(report.bubbleRate()).isEqualTo(1 - 8.0 / 16, within(1e-12));
        assertThat(report.publishedBubbleRate()).isEqualTo(2.0 / 8, within(1e-12));
        assertThat(bySpan.value()).isEqualTo(6);
        assertThat(bySpan.bubbleRate()).isEqualTo(1 - 8.0 / 16, within(1e-12));
        assertThat(bySpan.publishedBubbleRate()).isZero();
    }

    @Test
    void theValueIsThatOfTheObjective() {
        Problem problem = Instances.of(4, 8)
                .memory(0, 1, 0, 0)
                .objective(new Objective.PeakMemory(33))
                .problem();

        assertThat(figures(problem).objective()).isEqualTo("PEAK_MEMORY");
        assertThat(figures(problem).value()).isEqualTo(4);
    }

    @Test
    void countsTransferOpsAsMessages() {
        Report report = figures(Instances.of(4, 8).exclusive(2, 1).problem());

        assertThat(report.messages()).isEqualTo(2 * 3 * 8);
        assertThat(report.transferTime()).isEqualTo(2 * 3 * 8 * 2);
    }

    @Test
    void countsOnlyThePresentAlternativesAsMessages() {
        Problem problem = Instances.of(2, 1).backward(Backward.EITHER).problem();
        Schedule schedule = timed(problem, PyTorchCsv.read("0F0,0B0\n1F0,1I0,1W0\n", problem));

        assertThat(accepted(problem, schedule).messages()).isEqualTo(2);
    }

    @Test
    void aForwardStaysInFlightUntilItsInputGradientEnds() {
        Problem problem = Instances.of(1, 2).backward(Backward.SPLIT).problem();

        assertThat(inFlight(problem, "0F0,0I0,0F1,0I1,0W0,0W1\n")).isEqualTo(1);
        assertThat(inFlight(problem, "0F0,0F1,0I0,0I1,0W0,0W1\n")).isEqualTo(2);
    }

    private static int inFlight(Problem problem, String text) {
        return accepted(problem, timed(problem, PyTorchCsv.read(text, problem)))
                .devices()
                .get(0)
                .peakInFlight();
    }

    @Test
    void partsKeptForTheWeightGradientAndGradientsAreHeldUntilItEnds() {
        Problem problem =
                Instances.of(1, 1).backward(Backward.SPLIT).memory(0, 10, 4, 3).problem();
        Schedule schedule = timed(problem, PyTorchCsv.read("0F0,0I0,0W0\n", problem));

        DeviceReport device = accepted(problem, schedule).devices().get(0);

        assertThat(device.peakMemory()).isEqualTo(13);
        assertThat(device.peakTime()).isEqualTo(1);
    }

    @Test
    void aDeviceIsBusyOnceWithAnOpOnSeveralOfItsStreamsAndWithOpsSharedWithOthers() {
        Problems problems = Problems.of(2);
        int second = problems.resource("d0 second compute", ResourceKind.COMPUTE, 0);
        problems.op(OpKind.VOCABULARY_S, 0, 0, 5, 0, second, 1);

        Report report = accepted(problems.problem(), new Schedule(new long[] {3}, new int[1]));

        assertThat(report.devices()).extracting(DeviceReport::busy).containsExactly(5L, 5L);
        assertThat(report.devices()).extracting(DeviceReport::firstStart).containsExactly(3L, 3L);
        assertThat(report.maxDeviceSpan()).isEqualTo(5);
        assertThat(report.makespan()).isEqualTo(8);
    }

    @Test
    void aDeviceWithoutWorkReportsZeros() {
        Problem problem = Problems.of(1).device(0, 6).problem();

        Report report = accepted(problem, new Schedule(new long[0], new int[0]));

        assertThat(report.devices()).containsExactly(new DeviceReport("d0", 0, 0, 0, 6, 0, OptionalLong.empty(), 0));
        assertThat(report.bubbleRate()).isZero();
        assertThat(report.publishedBubbleRate()).isZero();
    }

    @Test
    void aRejectionNamesAViolation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Verdict.Rejected(List.of()))
                .withMessage("A rejection needs a violation.");
    }
}
