package org.takt.solver.improve;

import java.util.Arrays;

/** A graph in which some ops, called free, have no order among themselves on resources any more. Immutable. */
final class FreedGraph {
    final OrderGraph graph;

    /** The positions of the free ops, ascending, and the index among them of each position, −1 for the others. */
    final int[] free;

    final int[] indexOf;

    FreedGraph(OrderGraph graph, int[] free) {
        this.graph = graph;
        this.free = free;
        indexOf = new int[graph.size];
        Arrays.fill(indexOf, -1);
        for (int index = 0; index < free.length; index++) {
            indexOf[free[index]] = index;
        }
    }

    boolean isFree(int at) {
        return indexOf[at] >= 0;
    }

    int firstFree() {
        return free[0];
    }

    int lastFree() {
        return free[free.length - 1];
    }

    /** Hears of a position that starts no earlier than another ends, plus the lag. */
    interface ArcVisitor {
        void visit(int after, long lag);
    }

    /** Shows what follows a position at once: by precedence, and on its resources up to the next op that is not free. */
    void forEachSuccessor(int at, ArcVisitor visitor) {
        for (int arc = graph.firstOut[at]; arc < graph.firstOut[at + 1]; arc++) {
            visitor.visit(graph.target[arc], graph.lag[arc]);
        }
        for (int held = 0; held < graph.resources[at].length; held++) {
            int[] sequence = graph.sequence[graph.resources[at][held]];
            int slot = graph.slot[at][held] + 1;
            while (slot < sequence.length && isFree(sequence[slot])) {
                if (!isFree(at)) {
                    visitor.visit(sequence[slot], 0);
                }
                slot++;
            }
            if (slot < sequence.length) {
                visitor.visit(sequence[slot], 0);
            }
        }
    }
}
