package org.takt.solver.improve;

import java.util.Arrays;

/**
 * In which order other micro-batches go and when they pass one, X: the state of {@link PassingAnnealing}. The other micro-batches are
 * numbered as in {@link PassingLanes}. Only copies are changed.
 */
final class PassingPlan {
    /** The other micro-batches in the order of the first ops of stages, such as forwards, and in that of all others. */
    final int[] entry;

    final int[] back;

    /** For each op of X and each lane of its resource, how many ops of the lane come before. */
    final int[][] ahead;

    private PassingPlan(int[] entry, int[] back, int[][] ahead) {
        this.entry = entry;
        this.back = back;
        this.ahead = ahead;
    }

    /** Returns a plan in which all others are ahead of X, in one order. */
    static PassingPlan behindAll(int[] order, PassingLanes lanes, OrderGraph graph) {
        int[][] ahead = Arrays.stream(lanes.way)
                .mapToObj(at -> {
                    int[] all = new int[lanes.lanes[graph.resources[at][0]].length];
                    Arrays.fill(all, order.length);
                    return all;
                })
                .toArray(int[][]::new);
        return new PassingPlan(order.clone(), order.clone(), ahead);
    }

    /** Returns a plan that shares nothing with this one. */
    PassingPlan copy() {
        int[][] copied = ahead.clone();
        for (int visit = 0; visit < copied.length; visit++) {
            copied[visit] = ahead[visit].clone();
        }
        return new PassingPlan(entry.clone(), back.clone(), copied);
    }
}
