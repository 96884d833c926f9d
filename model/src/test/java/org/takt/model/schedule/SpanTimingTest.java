package org.takt.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.op;
import static org.takt.model.Schedules.timed;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

class SpanTimingTest {
    private static Schedule leastSpan(Problem problem, Map<Integer, List<Integer>> orders) {
        TimingResult result = new SpanTiming(problem).leastSpan(DeviceOrders.ofSingleModes(problem, orders));
        assertThat(result).isInstanceOf(TimingResult.Timed.class);
        return ((TimingResult.Timed) result).schedule();
    }

    @Test
    void startsADeviceAsLateAsItsEndAllows() {
        Problems problems = Problems.of(2);
        int early = problems.op(OpKind.F, 0, 0, 2, 0);
        int other = problems.op(OpKind.F, 1, 0, 10, 1);
        int last = problems.op(OpKind.B, 0, 0, 3, 0);
        Problem problem = problems.precede(other, last).problem();

        Schedule schedule = leastSpan(problem, Map.of(0, List.of(early, last), 1, List.of(other)));

        assertThat(accepted(problem, schedule).maxDeviceSpan()).isEqualTo(10);
        assertThat(schedule.start(early)).isEqualTo(3);
    }

    @Test
    void needsTheRoundTripThroughOtherDevices() {
        Problem problem = Instances.of(3, 1).costs(2, 1, 1).latency(5).problem();
        Schedule schedule = leastSpan(problem, Map.of());

        Report report = accepted(problem, schedule);

        assertThat(report.maxDeviceSpan()).isEqualTo(3 * 2 + 3 * 2 + 4 * 5);
        assertThat(report.devices()).extracting(DeviceReport::span).containsExactly(32L, 18L, 4L);
    }

    /** d0 waits for d1 and d1 for d0, so that neither can shrink its span without stretching the other's. */
    @Test
    void balancesDevicesThatWaitForEachOther() {
        Problems problems = Problems.of(2);
        int firstOf0 = problems.op(OpKind.F, 0, 0, 1, 0);
        int lastOf0 = problems.op(OpKind.F, 0, 1, 1, 0);
        int firstOf1 = problems.op(OpKind.F, 1, 0, 1, 1);
        int lastOf1 = problems.op(OpKind.F, 1, 1, 1, 1);
        Problem problem = problems.precede(firstOf0, lastOf1, 20)
                .precede(firstOf1, lastOf0, 5)
                .problem();

        Report report = accepted(problem, leastSpan(problem, Map.of(0, List.of(0, 1), 1, List.of(2, 3))));

        // The two spans sum to at least (1 + 20 + 1) + (1 + 5 + 1) = 29, and half of it rounded up is 15.
        assertThat(report.maxDeviceSpan()).isEqualTo(15);
    }

    @Test
    void endsNoLaterThanTheSpanAsksFor() {
        Problems problems = Problems.of(2);
        problems.op(OpKind.F, 0, 0, 5, 0);
        problems.op(OpKind.F, 1, 0, 7, 1);

        assertThat(leastSpan(problems.problem(), Map.of()))
                .isEqualTo(new Schedule(new long[] {0, 0}, new int[] {0, 0}));
    }

    @Test
    void countsEveryComputeStreamOfADeviceAndEveryDeviceOfAnOp() {
        Problems problems = Problems.of(2);
        int second = problems.resource("d0 second compute", ResourceKind.COMPUTE, 0);
        problems.op(OpKind.F, 0, 0, 1, 0);
        int both = problems.op(OpKind.VOCABULARY_S, 0, 0, 2, 1, second);
        int late = problems.op(OpKind.F, 1, 0, 30, 1);
        Problem problem = problems.precede(late, both).problem();

        Schedule schedule = leastSpan(problem, Map.of());

        assertThat(schedule.start(0)).isEqualTo(0);
        assertThat(accepted(problem, schedule).maxDeviceSpan()).isEqualTo(32);
    }

    @Test
    void keepsTheOrderOfUnorderedResources() {
        Problem problem = Instances.of(2, 3).exclusive(4, 1).problem();
        Schedule earliest = timed(problem, DeviceOrders.ofSingleModes(problem, Map.of()));

        Schedule schedule = leastSpan(problem, Map.of());

        accepted(problem, schedule);
        assertThat(new ExecutionOrder(problem)
                        .of(schedule).stream()
                                .filter(op -> problem.ops().get(op).kind() == OpKind.SEND_F)
                                .toList())
                .isEqualTo(new ExecutionOrder(problem)
                        .of(earliest).stream()
                                .filter(op -> problem.ops().get(op).kind() == OpKind.SEND_F)
                                .toList());
    }

    @Test
    void ignoresDevicesThatComputeNothing() {
        Problem problem = Instances.of(3, 1).stages(3).explicit(0, 0, 2).problem();

        assertThat(accepted(problem, leastSpan(problem, Map.of())).maxDeviceSpan())
                .isEqualTo(9);
        assertThat(leastSpan(Problems.of(0).problem(), Map.of()).size()).isZero();
    }

    @Test
    void reportsOrdersThatWaitForEachOther() {
        Problem problem = Instances.of(1, 1).problem();

        TimingResult result =
                new SpanTiming(problem).leastSpan(DeviceOrders.ofSingleModes(problem, Map.of(0, List.of(1, 0))));

        assertThat(result).isEqualTo(new TimingResult.Deadlock(List.of(0, 1)));
    }

    @Test
    void refusesASchedulesThatBreaksAPrecedence() {
        Problem problem = Instances.of(1, 1).problem();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpanTiming(problem).leastSpan(new Schedule(new long[] {5, 0}, new int[2])))
                .withMessage("B(stage 0, micro-batch 0) starts before F(stage 0, micro-batch 0) ends, which precedes"
                        + " it.");
    }

    /** Zero Bubble's ZB-H2-like order: with F = B = W and enough forwards in flight no device ever idles. */
    @Test
    void findsTheSpanWithoutBubbleOfAnOrderWithEnoughForwardsInFlight() {
        Problem problem = Instances.of(2, 4)
                .backward(Backward.SPLIT)
                .objective(Objective.MAX_DEVICE_SPAN)
                .problem();
        Map<Integer, List<Integer>> orders = Map.of(
                0, ops(problem, 0, "F0 F1 F2 I0 F3 I1 W0 I2 W1 I3 W2 W3"),
                1, ops(problem, 1, "F0 I0 F1 I1 F2 I2 F3 I3 W0 W1 W2 W3"));

        Report report = accepted(problem, leastSpan(problem, orders));

        assertThat(report.value()).isEqualTo(12);
        assertThat(report.publishedBubbleRate()).isZero();
        assertThat(report.makespan()).isEqualTo(13);
    }

    private static List<Integer> ops(Problem problem, int stage, String words) {
        return List.of(words.split(" ")).stream()
                .map(word ->
                        op(problem, OpKind.valueOf(word.substring(0, 1)), stage, Integer.parseInt(word.substring(1))))
                .toList();
    }

    /** A quadratic method would take minutes. */
    @Test
    void timesALargeProblem() {
        Problem problem =
                Instances.of(32, 195).exclusive(1, 1).backward(Backward.SPLIT).problem();
        assertThat(problem.ops().size()).isGreaterThan(25_000);
        DeviceOrders orders = DeviceOrders.ofSingleModes(problem, Map.of());

        Report report = accepted(problem, leastSpan(problem, Map.of()));

        assertThat(report.maxDeviceSpan())
                .isGreaterThanOrEqualTo(195 * 3)
                .isLessThanOrEqualTo(accepted(problem, timed(problem, orders)).maxDeviceSpan());
    }
}
