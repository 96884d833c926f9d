package org.takt.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.model.Schedules.op;
import static org.takt.model.Schedules.timed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;

class TimingTest {
    /** The orders of each compute stream as words such as {@code F0}, one row per device, for one stage per device. */
    private static DeviceOrders orders(Problem problem, String... rows) {
        Map<Integer, List<Integer>> orders = new HashMap<>();
        for (int device = 0; device < rows.length; device++) {
            List<Integer> order = new ArrayList<>();
            for (String word : rows[device].split(" ")) {
                OpKind kind = OpKind.valueOf(word.substring(0, 1));
                order.add(op(problem, kind, device, Integer.parseInt(word.substring(1))));
            }
            orders.put(device, order);
        }
        return DeviceOrders.ofSingleModes(problem, orders);
    }

    private static long start(Problem problem, Schedule schedule, OpKind kind, int stage, int microBatch) {
        return schedule.start(op(problem, kind, stage, microBatch));
    }

    @Test
    void timesOneForwardOneBackwardAsByHand() {
        Problem problem = Instances.of(2, 3).costs(1, 1, 1).problem();

        Schedule schedule = timed(problem, orders(problem, "F0 F1 B0 F2 B1 B2", "F0 B0 F1 B1 F2 B2"));

        assertThat(List.of(0, 1, 2)).allSatisfy(m -> assertThat(start(problem, schedule, OpKind.F, 1, m))
                .isEqualTo(1 + 3 * m));
        assertThat(start(problem, schedule, OpKind.F, 0, 2)).isEqualTo(6);
        assertThat(start(problem, schedule, OpKind.B, 0, 0)).isEqualTo(4);
        assertThat(start(problem, schedule, OpKind.B, 0, 1)).isEqualTo(7);
        assertThat(start(problem, schedule, OpKind.B, 0, 2)).isEqualTo(10);
    }

    @Test
    void timesGPipeWithLatencyAsByHand() {
        Problem problem = Instances.of(2, 2).costs(1, 1, 1).latency(10).problem();

        Schedule schedule = timed(problem, orders(problem, "F0 F1 B0 B1", "F0 F1 B0 B1"));

        assertThat(start(problem, schedule, OpKind.F, 1, 0)).isEqualTo(11);
        assertThat(start(problem, schedule, OpKind.F, 1, 1)).isEqualTo(12);
        assertThat(start(problem, schedule, OpKind.B, 1, 0)).isEqualTo(13);
        assertThat(start(problem, schedule, OpKind.B, 1, 1)).isEqualTo(15);
        assertThat(start(problem, schedule, OpKind.B, 0, 0)).isEqualTo(25);
        assertThat(start(problem, schedule, OpKind.B, 0, 1)).isEqualTo(27);
    }

    @Test
    void reportsExactlyTheOpsThatNeverBecomeReady() {
        Problem problem = Instances.of(2, 2).problem();

        TimingResult result = new Timing(problem).earliest(orders(problem, "F0 B1 F1 B0", "F0 B0 F1 B1"));

        List<Integer> waiting = List.of(
                op(problem, OpKind.B, 0, 0),
                op(problem, OpKind.F, 0, 1),
                op(problem, OpKind.B, 0, 1),
                op(problem, OpKind.F, 1, 1),
                op(problem, OpKind.B, 1, 1));
        assertThat(result)
                .isEqualTo(new TimingResult.Deadlock(waiting.stream().sorted().toList()));
    }

    @Test
    void servesResourcesWithoutOrderFirstComeFirstServed() {
        Problems problems = Problems.of(1);
        int link = problems.resource("link", ResourceKind.LINK, 0);
        int late = problems.op(OpKind.SEND_F, 0, 0, 10, link);
        int early = problems.op(OpKind.SEND_F, 0, 1, 10, link);
        int slow = problems.op(OpKind.F, 0, 0, 5, 0);
        int quick = problems.op(OpKind.F, 0, 1, 3);
        Problem problem = problems.precede(slow, late).precede(quick, early).problem();

        Schedule schedule = timed(problem, DeviceOrders.ofSingleModes(problem, Map.of(0, List.of(slow))));

        assertThat(schedule.start(early)).isEqualTo(3);
        assertThat(schedule.start(late)).isEqualTo(13);
    }

    @Test
    void servesOpsThatAreReadyTogetherByIndex() {
        Problems problems = Problems.of(0);
        int link = problems.resource("link", ResourceKind.LINK);
        int first = problems.op(OpKind.SEND_F, 0, 0, 4, link);
        int second = problems.op(OpKind.SEND_F, 0, 1, 4, link);
        Problem problem = problems.problem();

        Schedule schedule = timed(problem, DeviceOrders.ofSingleModes(problem, Map.of()));

        assertThat(schedule.start(first)).isZero();
        assertThat(schedule.start(second)).isEqualTo(4);
    }

    @Test
    void givenOrdersBindWhateverBecomesReadyFirst() {
        Problems problems = Problems.of(1);
        int first = problems.op(OpKind.F, 0, 0, 4, 0);
        int second = problems.op(OpKind.F, 0, 1, 4, 0);
        Problem problem = problems.problem();

        Schedule schedule = timed(problem, DeviceOrders.ofSingleModes(problem, Map.of(0, List.of(second, first))));

        assertThat(schedule.start(second)).isZero();
        assertThat(schedule.start(first)).isEqualTo(4);
    }

    @Test
    void durationsResourcesAndLagsAreThoseOfTheChosenModes() {
        Problems problems = Problems.of(2);
        int first = problems.op(OpKind.F, 0, 0, false, new Mode(1, List.of(0)), new Mode(5, List.of(1)));
        int second = problems.op(OpKind.F, 1, 0, false, new Mode(2, List.of(0)), new Mode(4, List.of(1)));
        problems.precede(first, second, new Lag.ByModes(List.of(List.of(0L, 7L), List.of(9L, 0L))));
        Problem problem = problems.problem();

        assertThat(startOfSecond(problem, 0, 0)).isEqualTo(1);
        assertThat(startOfSecond(problem, 0, 1)).isEqualTo(8);
        assertThat(startOfSecond(problem, 1, 0)).isEqualTo(14);
        assertThat(startOfSecond(problem, 1, 1)).isEqualTo(5);
    }

    private static long startOfSecond(Problem problem, int firstMode, int secondMode) {
        return timed(problem, new DeviceOrders(problem, new int[] {firstMode, secondMode}, Map.of()))
                .start(1);
    }

    @Test
    void absentOpsTakeNoTimeAndHoldNobodyUp() {
        Problems problems = Problems.of(1);
        int first = problems.op(OpKind.F, 0, 0, 2, 0);
        int left = problems.optional(OpKind.R, 0, 0, 50, 0);
        int last = problems.op(OpKind.B, 0, 0, 2, 0);
        Problem problem = problems.precede(first, left)
                .precede(left, last)
                .precede(first, last)
                .problem();

        Schedule schedule = timed(
                problem, new DeviceOrders(problem, new int[] {0, Schedule.ABSENT, 0}, Map.of(0, List.of(first, last))));

        assertThat(schedule.isPresent(left)).isFalse();
        assertThat(schedule.start(last)).isEqualTo(2);
    }

    @Test
    void anOpThatHoldsSeveralResourcesWaitsForAllOfThem() {
        Problems problems = Problems.of(2);
        int left = problems.op(OpKind.F, 0, 0, 3, 0);
        int right = problems.op(OpKind.F, 1, 0, 5, 1);
        int both = problems.op(OpKind.VOCABULARY_S, 0, 0, 2, 0, 1);
        int after = problems.op(OpKind.B, 0, 0, 1, 0);
        Problem problem = problems.problem();

        Schedule schedule = timed(
                problem,
                DeviceOrders.ofSingleModes(problem, Map.of(0, List.of(left, both, after), 1, List.of(right, both))));

        assertThat(schedule.start(both)).isEqualTo(5);
        assertThat(schedule.start(after)).isEqualTo(7);
    }
}
