package org.takt.solver.improve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;

/**
 * The precedences among free ops: the longest path through other ops between two of them is a lag, unless precedences
 * through further free ops imply it. Ops of one kind, stage and duration are chained in their present order.
 */
final class WindowLags {
    private static final long NONE = OrderGraph.NEVER;

    private final FreedGraph freed;
    private final OrderGraph graph;
    private final int[] free;

    /** Longest paths from the end of the op searched from to the start of each position, valid where {@code seenBy} names it. */
    private final long[] distance;

    private final int[] seenBy;

    /** Longest lag found so far from the end of one free op to the start of a later one. */
    private final long[][] implied;

    WindowLags(FreedGraph freed) {
        this.freed = freed;
        graph = freed.graph;
        free = freed.free;
        distance = new long[graph.size];
        seenBy = new int[graph.size];
        Arrays.fill(seenBy, -1);
        implied = new long[free.length][free.length];
        for (long[] row : implied) {
            Arrays.fill(row, NONE);
        }
    }

    /** Returns the precedences, ops named by their index among the free ones. */
    List<Precedence> precedences() {
        List<Precedence> precedences = new ArrayList<>();
        int[] nextAlike = nextAlike();
        for (int index = free.length - 1; index >= 0; index--) {
            search(index);
            if (nextAlike[index] >= 0) {
                reach(index, free[nextAlike[index]], 0);
            }
            for (int later = index + 1; later < free.length; later++) {
                int at = free[later];
                if (seenBy[at] == index && distance[at] > implied[index][later]) {
                    precedences.add(new Precedence(index, later, Lag.of(distance[at])));
                    imply(index, later, distance[at]);
                }
            }
        }
        return precedences;
    }

    /** Finds the longest paths from a free op through ops that are not free. */
    private void search(int index) {
        int from = free[index];
        freed.forEachSuccessor(from, (after, lag) -> reach(index, after, lag));
        for (int at = from + 1; at < freed.lastFree(); at++) {
            if (seenBy[at] == index && !freed.isFree(at)) {
                long end = distance[at] + graph.duration[at];
                freed.forEachSuccessor(at, (after, lag) -> reach(index, after, end + lag));
            }
        }
    }

    private void reach(int index, int at, long delay) {
        distance[at] = seenBy[at] == index ? Math.max(distance[at], delay) : delay;
        seenBy[at] = index;
    }

    private void imply(int before, int after, long lag) {
        implied[before][after] = lag;
        long end = lag + graph.duration[free[after]];
        for (int later = after + 1; later < free.length; later++) {
            if (implied[after][later] > NONE) {
                implied[before][later] = Math.max(implied[before][later], end + implied[after][later]);
            }
        }
    }

    private record Kind(OpKind kind, int pipeline, int stage, int segment, long duration) {}

    private int[] nextAlike() {
        int[] next = new int[free.length];
        Map<Kind, Integer> later = new HashMap<>();
        for (int index = free.length - 1; index >= 0; index--) {
            Op op = graph.problem.ops().get(graph.op[free[index]]);
            Kind kind = new Kind(op.kind(), op.pipeline(), op.stage(), op.segment(), graph.duration[free[index]]);
            Integer follower = later.put(kind, index);
            next[index] = follower == null ? -1 : follower;
        }
        return next;
    }
}
