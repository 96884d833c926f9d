package org.takt.solver.baseline;

import java.util.List;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.schedule.DeviceOrders;

/** Orders of one pipeline with split backwards placed exactly as listed, each kind of a stage in micro-batch order. */
final class ListedRun {
    private final SplitPasses passes;
    private final PassClock clock;
    private final List<List<Integer>> orders;

    ListedRun(SplitPasses passes, DeviceOrders orders) {
        this.passes = passes;
        clock = new PassClock(passes, passes.capacities());
        this.orders = List.copyOf(orders.orders().values());
    }

    /** Places everything and returns whether it fits the memory. */
    boolean place() {
        int[] next = new int[orders.size()];
        int left = orders.stream().mapToInt(List::size).sum();
        while (left > 0) {
            int before = left;
            for (int stream = 0; stream < next.length; stream++) {
                List<Integer> order = orders.get(stream);
                while (next[stream] < order.size() && clock.isReady(order.get(next[stream]))) {
                    int op = order.get(next[stream]);
                    Op pass = passes.shape().problem().ops().get(op);
                    if (!clock.fits(passes.deviceOf(pass.stage()), op)) {
                        return false;
                    }
                    place(pass);
                    next[stream]++;
                    left--;
                }
            }
            if (left == before) {
                return false;
            }
        }
        return true;
    }

    private void place(Op pass) {
        if (pass.kind() == OpKind.F) {
            clock.forward(pass.stage());
        } else if (pass.kind() == OpKind.I) {
            clock.inputGradient(pass.stage());
        } else {
            clock.weightOfStage(pass.stage());
        }
    }

    /** Returns the times and orders of everything placed. */
    PassClock clock() {
        return clock;
    }
}
