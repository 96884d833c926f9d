package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import org.takt.model.problem.Precedence;

/**
 * The longest sure paths from one op to those after it. Keeps its working memory between sources; not safe for use by
 * several threads.
 */
final class SurePaths {
    private static final long UNREACHED = -1;

    private final ProblemAnalysis analysis;
    private final int[] position;
    private final int[][] successors;
    private final long[] delay;
    private final List<Integer> reached = new ArrayList<>();

    SurePaths(ProblemAnalysis analysis) {
        this.analysis = analysis;
        int[] order = analysis.topologicalOrder();
        this.position = new int[order.length];
        for (int index = 0; index < order.length; index++) {
            position[order[index]] = index;
        }
        this.successors = successors(analysis);
        this.delay = new long[order.length];
        Arrays.fill(delay, UNREACHED);
    }

    /**
     * Finds what is sure to follow a source.
     *
     * @param source index of an op
     * @param through whether paths may go on from an op; they may end anywhere
     */
    void search(int source, IntPredicate through) {
        reached.forEach(op -> delay[op] = UNREACHED);
        reached.clear();
        PriorityQueue<Integer> open =
                new PriorityQueue<>((first, second) -> Integer.compare(position[first], position[second]));
        enqueueSuccessors(source, open);
        while (!open.isEmpty()) {
            int op = open.remove();
            if (delay[op] != UNREACHED) {
                continue;
            }
            long found = longestTo(op, source, through);
            if (found != UNREACHED) {
                delay[op] = found;
                reached.add(op);
                if (through.test(op)) {
                    enqueueSuccessors(op, open);
                }
            }
        }
    }

    /** Returns the ops reached by the last search, each after its predecessors among them. */
    List<Integer> reached() {
        return reached;
    }

    /** Returns whether the last search reached the op. */
    boolean isReached(int op) {
        return delay[op] != UNREACHED;
    }

    /** Returns the least time, ticks, from the source's end to the start of an op that was reached, where both are present. */
    long delay(int op) {
        return delay[op];
    }

    private void enqueueSuccessors(int op, PriorityQueue<Integer> open) {
        for (int successor : successors[op]) {
            if (delay[successor] == UNREACHED) {
                open.add(successor);
            }
        }
    }

    /**
     * Any neighbour of a link that the source does not exclude may be the only one present, so all of them must be
     * reached. An op with a link that the source excludes altogether is never present with it, and is not reached either.
     */
    private long longestTo(int op, int source, IntPredicate through) {
        long longest = UNREACHED;
        for (SureLinks.Link link : analysis.before().of(op)) {
            long quickest = Long.MAX_VALUE;
            for (int index = 0; index < link.size(); index++) {
                quickest = Math.min(quickest, delayVia(link.neighbour(index), link.lag(index), source, through));
            }
            if (quickest == Long.MAX_VALUE) {
                return UNREACHED;
            }
            longest = Math.max(longest, quickest);
        }
        return longest;
    }

    private long delayVia(int neighbour, long lag, int source, IntPredicate through) {
        if (neighbour == source) {
            return lag;
        }
        if (analysis.presence().exclude(neighbour, source)) {
            return Long.MAX_VALUE;
        }
        return delay[neighbour] == UNREACHED || !through.test(neighbour)
                ? UNREACHED
                : delay[neighbour] + analysis.shortest(neighbour) + lag;
    }

    private static int[][] successors(ProblemAnalysis analysis) {
        int size = analysis.problem().ops().size();
        int[] count = new int[size];
        for (Precedence precedence : analysis.problem().precedences()) {
            count[precedence.before()]++;
        }
        int[][] successors = new int[size][];
        Arrays.setAll(successors, op -> new int[count[op]]);
        for (Precedence precedence : analysis.problem().precedences()) {
            successors[precedence.before()][--count[precedence.before()]] = precedence.after();
        }
        return successors;
    }
}
