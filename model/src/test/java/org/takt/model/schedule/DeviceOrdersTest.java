package org.takt.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

class DeviceOrdersTest {
    private final Problem problem = twoForwardsAndAnOptionalRecompute();

    private static Problem twoForwardsAndAnOptionalRecompute() {
        Problems problems = Problems.of(2);
        problems.op(OpKind.F, 0, 0, 1, 0);
        problems.op(OpKind.F, 0, 1, 1, 0);
        problems.optional(OpKind.R, 0, 1, 1, 0);
        return problems.problem();
    }

    private void refused(int[] modes, Map<Integer, List<Integer>> orders, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeviceOrders(problem, modes, orders))
                .withMessage(message);
    }

    @Test
    void refuseAnOpListedTwice() {
        refused(
                new int[] {0, 0, 0},
                Map.of(0, List.of(0, 1, 1)),
                "F(stage 0, micro-batch 1) is listed twice on d0 compute.");
    }

    @Test
    void refuseAMissingOp() {
        refused(new int[] {0, 0, 0}, Map.of(0, List.of(0, 1)), "The order of d0 compute lists 2 ops, but 3 hold it.");
    }

    @Test
    void refuseAnOpThatDoesNotHoldTheResource() {
        refused(
                new int[] {0, 0, 0},
                Map.of(1, List.of(0)),
                "F(stage 0, micro-batch 0) is listed on d1 compute but does not hold it.");
    }

    @Test
    void refuseAnAbsentOp() {
        refused(
                new int[] {0, 0, Schedule.ABSENT},
                Map.of(0, List.of(0, 1, 2)),
                "R(stage 0, micro-batch 1) is listed on d0 compute but does not hold it.");
    }

    @Test
    void refuseModesForAnotherNumberOfOps() {
        refused(new int[] {0}, Map.of(), "Orders got 1 modes for 3 ops.");
    }

    @Test
    void refuseModesOpsAndResourcesThatAreNotThere() {
        refused(new int[] {0, 1, 0}, Map.of(), "F(stage 0, micro-batch 1) has no mode 1.");
        refused(new int[] {0, -2, 0}, Map.of(), "F(stage 0, micro-batch 1) has no mode -2.");
        refused(new int[] {0, 0, 0}, Map.of(5, List.of()), "There is no resource 5; there are 2.");
        refused(new int[] {0, 0, 0}, Map.of(0, List.of(3)), "There is no op 3; there are 3.");
    }

    @Test
    void doNotChangeWithTheListsTheyWereMadeFrom() {
        List<Integer> order = new ArrayList<>(List.of(0, 1));
        int[] modes = {0, 0, Schedule.ABSENT};
        DeviceOrders orders = new DeviceOrders(problem, modes, Map.of(0, order));

        order.clear();
        modes[0] = 7;

        assertThat(orders.orders()).isEqualTo(Map.of(0, List.of(0, 1)));
        assertThat(orders.mode(0)).isZero();
    }
}
