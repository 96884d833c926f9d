package org.takt.model.problem;

import java.util.List;

/** The precedences of a problem as a graph of its ops, for the checks that need one. */
final class Graph {
    private final List<Op> ops;
    private final int[] firstEdge;
    private final int[] predecessors;
    /** For {@link #follows}: the search that saw each op last, and the ops still to be looked at. */
    private final int[] seenBy;

    private final int[] open;
    private int searches;

    Graph(List<Op> ops, List<Precedence> precedences) {
        this.ops = ops;
        firstEdge = new int[ops.size() + 1];
        for (Precedence precedence : precedences) {
            firstEdge[precedence.after() + 1]++;
        }
        for (int op = 0; op < ops.size(); op++) {
            firstEdge[op + 1] += firstEdge[op];
        }
        int[] next = firstEdge.clone();
        predecessors = new int[precedences.size()];
        for (Precedence precedence : precedences) {
            predecessors[next[precedence.after()]++] = precedence.before();
        }
        seenBy = new int[ops.size()];
        open = new int[ops.size()];
    }

    /** Throws if the precedences form a cycle. Takes O(ops + precedences) time. */
    void requireAcyclic() {
        // Counts the successors that are still to be sorted, so that each op comes before its predecessors.
        int[] waiting = new int[ops.size()];
        for (int before : predecessors) {
            waiting[before]++;
        }
        int[] sorted = new int[ops.size()];
        int count = 0;
        for (int op = 0; op < waiting.length; op++) {
            if (waiting[op] == 0) {
                sorted[count++] = op;
            }
        }
        for (int index = 0; index < count; index++) {
            for (int edge = firstEdge[sorted[index]]; edge < firstEdge[sorted[index] + 1]; edge++) {
                if (--waiting[predecessors[edge]] == 0) {
                    sorted[count++] = predecessors[edge];
                }
            }
        }
        if (count < waiting.length) {
            throw new IllegalArgumentException("The precedences form a cycle: " + describeCycle(waiting) + ".");
        }
    }

    /** Walks forwards among the ops that were never ready: each has a successor among them, so the walk must close. */
    private String describeCycle(int[] waiting) {
        int[] successor = new int[ops.size()];
        int current = -1;
        for (int op = 0; op < waiting.length; op++) {
            if (waiting[op] > 0) {
                current = op;
                for (int edge = firstEdge[op]; edge < firstEdge[op + 1]; edge++) {
                    successor[predecessors[edge]] = op;
                }
            }
        }
        boolean[] seen = new boolean[ops.size()];
        while (!seen[current]) {
            seen[current] = true;
            current = successor[current];
        }
        StringBuilder cycle = new StringBuilder(ops.get(current).label());
        int op = current;
        do {
            op = successor[op];
            cycle.append(" → ").append(ops.get(op).label());
        } while (op != current);
        return cycle.toString();
    }

    /**
     * Returns whether precedences lead from one op to another, or they are the same. Searches backwards, breadth first, from the
     * later one: expanders release memory a step or two behind the taking op, so the search ends after a few ops, and no
     * closure of the precedences is ever built.
     */
    boolean follows(int later, int earlier) {
        searches++;
        int size = 0;
        open[size++] = later;
        seenBy[later] = searches;
        for (int index = 0; index < size; index++) {
            int op = open[index];
            if (op == earlier) {
                return true;
            }
            for (int edge = firstEdge[op]; edge < firstEdge[op + 1]; edge++) {
                int before = predecessors[edge];
                if (seenBy[before] != searches) {
                    seenBy[before] = searches;
                    open[size++] = before;
                }
            }
        }
        return false;
    }
}
