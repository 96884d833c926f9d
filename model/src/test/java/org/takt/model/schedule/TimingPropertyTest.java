package org.takt.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.timed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.takt.model.RandomCases;
import org.takt.model.RandomCases.Case;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;

class TimingPropertyTest {
    @Provide
    Arbitrary<Case> cases() {
        return RandomCases.cases();
    }

    @Property
    void theExecutionOrderFollowsEveryPrecedenceAndEveryGivenOrder(@ForAll("cases") Case one) {
        List<Integer> order = new ExecutionOrder(one.problem()).of(one.timed());

        Map<Integer, Integer> position = new HashMap<>();
        order.forEach(op -> position.put(op, position.size()));
        for (Precedence precedence : one.problem().precedences()) {
            if (position.containsKey(precedence.before()) && position.containsKey(precedence.after())) {
                assertThat(position.get(precedence.before())).isLessThan(position.get(precedence.after()));
            }
        }
        assertThat(order).doesNotHaveDuplicates().hasSize((int) present(one));
    }

    private static long present(Case one) {
        long present = 0;
        for (int op = 0; op < one.problem().ops().size(); op++) {
            present += one.orders().mode(op) == Schedule.ABSENT ? 0 : 1;
        }
        return present;
    }

    /** Ops of no duration may change places at an instant, so some may even start earlier. */
    @Property
    void ordersOfAScheduleTimeToNothingLater(@ForAll("cases") Case one) {
        Schedule schedule = one.timed();

        Schedule again = timed(one.problem(), ordersOf(one.problem(), schedule));

        for (int op = 0; op < schedule.size(); op++) {
            assertThat(again.start(op)).isLessThanOrEqualTo(schedule.start(op));
        }
    }

    private static DeviceOrders ordersOf(Problem problem, Schedule schedule) {
        Map<Integer, List<Integer>> orders = new HashMap<>();
        List<Integer> order = new ExecutionOrder(problem).of(schedule);
        for (int resource = 0; resource < problem.resources().size(); resource++) {
            int held = resource;
            orders.put(
                    resource,
                    order.stream()
                            .filter(op -> problem.ops()
                                    .get(op)
                                    .modes()
                                    .get(0)
                                    .resources()
                                    .contains(held))
                            .toList());
        }
        int[] modes = new int[schedule.size()];
        for (int op = 0; op < modes.length; op++) {
            modes[op] = schedule.mode(op);
        }
        return new DeviceOrders(problem, modes, orders);
    }

    @Property
    void theLeastSpanIsAcceptedAndNeverAboveThatOfEarliestStarts(@ForAll("cases") Case one) {
        Schedule earliest = one.timed();
        Schedule least = new SpanTiming(one.problem()).leastSpan(earliest);

        assertThat(accepted(one.problem(), least).maxDeviceSpan())
                .isLessThanOrEqualTo(accepted(one.problem(), earliest).maxDeviceSpan());
        Schedule soonest = timed(one.problem(), ordersOf(one.problem(), earliest));
        for (int op = 0; op < least.size(); op++) {
            assertThat(least.start(op)).isGreaterThanOrEqualTo(soonest.start(op));
        }
    }

    /** Raises first starts one span at a time, as plainly as the definition reads. */
    @Property
    void theLeastSpanIsTheSmallestThatStraightforwardRaisingFinds(@ForAll("cases") Case one) {
        Schedule earliest = one.timed();
        long least = accepted(one.problem(), new SpanTiming(one.problem()).leastSpan(earliest))
                .maxDeviceSpan();

        assertThat(isPossible(one.problem(), earliest, least)).isTrue();
        if (least > 0) {
            assertThat(isPossible(one.problem(), earliest, least - 1)).isFalse();
        }
    }

    private static boolean isPossible(Problem problem, Schedule schedule, long span) {
        List<Integer> order = new ExecutionOrder(problem).of(schedule);
        long[] starts = new long[schedule.size()];
        long bound = 3 * problem.horizon() + 10;
        while (true) {
            propagate(problem, schedule, order, starts);
            boolean raised = false;
            for (int device = 0; device < problem.devices().size(); device++) {
                int first = -1;
                long lastEnd = 0;
                for (int op : order) {
                    if (computesOn(problem, op, device)) {
                        first = first < 0 ? op : first;
                        lastEnd = Math.max(
                                lastEnd,
                                starts[op]
                                        + problem.ops().get(op).modes().get(0).duration());
                    }
                }
                if (first >= 0 && starts[first] < lastEnd - span) {
                    starts[first] = lastEnd - span;
                    raised = true;
                }
                if (lastEnd > bound) {
                    return false;
                }
            }
            if (!raised) {
                return true;
            }
        }
    }

    private static void propagate(Problem problem, Schedule schedule, List<Integer> order, long[] starts) {
        long[] free = new long[problem.resources().size()];
        for (int op : order) {
            for (Precedence precedence : problem.precedences()) {
                if (precedence.after() == op && schedule.isPresent(precedence.before())) {
                    starts[op] = Math.max(
                            starts[op],
                            starts[precedence.before()]
                                    + problem.ops()
                                            .get(precedence.before())
                                            .modes()
                                            .get(0)
                                            .duration()
                                    + precedence.lag().between(0, 0));
                }
            }
            for (int resource : problem.ops().get(op).modes().get(0).resources()) {
                starts[op] = Math.max(starts[op], free[resource]);
                free[resource] =
                        starts[op] + problem.ops().get(op).modes().get(0).duration();
            }
        }
    }

    private static boolean computesOn(Problem problem, int op, int device) {
        return problem.ops().get(op).modes().get(0).resources().stream()
                .map(problem.resources()::get)
                .anyMatch(resource -> resource.kind() == ResourceKind.COMPUTE
                        && resource.devices().contains(device));
    }
}
