package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;

/** One device that holds both stages of a V, an activation of one unit each, released by the input gradient. */
class ClaimOrdersTest {
    private static Set<String> orders(long limit) {
        Problem problem = Instances.of(1, 6)
                .stages(2)
                .placement(new Placement.V())
                .costs(1, 1, 1)
                .memory(0, 1, 0, 0)
                .limit(limit)
                .backward(Backward.SPLIT)
                .problem();
        MicroBatchSequence sequence = MicroBatchSequence.of(problem).orElseThrow();
        Problem one = sequence.window(1).problem();
        List<ClaimOrders.Order> orders = ClaimOrders.of(one, 6);
        return orders.stream()
                .map(order -> name(one, order.taker()) + " " + order.later() + " behind " + name(one, order.release()))
                .collect(Collectors.toSet());
    }

    private static String name(Problem one, int op) {
        return one.ops().get(op).kind().toString() + one.ops().get(op).stage();
    }

    /**
     * Room for one micro-batch: none enters before the first backward of the one before, which holds both units, and the
     * second forward waits for the second backward, too, as its own micro-batch holds one unit already.
     */
    @Test
    void roomForOneKeepsTheNextBehindItsBackwards() {
        assertThat(orders(2))
                .containsExactlyInAnyOrder("F0 1 behind I1", "F0 2 behind I0", "F1 1 behind I1", "F1 1 behind I0");
    }

    /** Three units: one more micro-batch may enter, but none may take its second unit before both units are back. */
    @Test
    void aMicroBatchMayEnterWhereTheFirstKeepsItsSecondUnit() {
        assertThat(orders(3))
                .containsExactlyInAnyOrder("F0 2 behind I1", "F0 3 behind I0", "F1 1 behind I1", "F1 2 behind I0");
    }

    @Test
    void withoutLimitNothingWaits() {
        Problem problem = Instances.of(1, 3)
                .stages(2)
                .placement(new Placement.V())
                .memory(0, 1, 0, 0)
                .backward(Backward.SPLIT)
                .problem();
        MicroBatchSequence sequence = MicroBatchSequence.of(problem).orElseThrow();
        assertThat(ClaimOrders.of(sequence.window(1).problem(), 3)).isEmpty();
    }
}
