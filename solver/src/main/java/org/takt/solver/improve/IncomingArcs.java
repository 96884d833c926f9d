package org.takt.solver.improve;

/**
 * The precedences into each position of an {@link OrderGraph}: those into position q are {@code first[q]} to
 * {@code first[q + 1]} − 1, each with where it comes from and the ticks from start to start. Immutable.
 */
final class IncomingArcs {
    final int[] first;
    final int[] source;
    final long[] weight;

    /** Takes O(positions + precedences) time. */
    IncomingArcs(OrderGraph graph) {
        first = new int[graph.size + 1];
        source = new int[graph.target.length];
        weight = new long[graph.target.length];
        for (int after : graph.target) {
            first[after + 1]++;
        }
        for (int at = 0; at < graph.size; at++) {
            first[at + 1] += first[at];
        }
        int[] next = first.clone();
        for (int at = 0; at < graph.size; at++) {
            for (int arc = graph.firstOut[at]; arc < graph.firstOut[at + 1]; arc++) {
                int in = next[graph.target[arc]]++;
                source[in] = at;
                weight[in] = graph.duration[at] + graph.lag[arc];
            }
        }
    }
}
