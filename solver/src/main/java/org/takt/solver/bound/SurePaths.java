package org.takt.solver.bound;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The longest sure paths from one op to those after it. Keeps its working memory between sources, so that a search
 * takes no more time than what it reaches; not safe for use by several threads.
 */
final class SurePaths {
    private static final long UNREACHED = -1;

    private final ProblemAnalysis analysis;
    private final SureLinks before;
    private final long[] delay;
    private final boolean[] queued;
    /** Positions in topological order that are still to be looked at: a binary heap with the lowest on top. */
    private int[] open = new int[16];

    private int openSize;
    private int[] seen = new int[16];
    private int seenSize;

    SurePaths(ProblemAnalysis analysis) {
        this.analysis = analysis;
        this.before = analysis.before();
        this.delay = new long[analysis.problem().ops().size()];
        Arrays.fill(delay, UNREACHED);
        this.queued = new boolean[delay.length];
    }

    /**
     * Finds what is sure to follow a source.
     *
     * @param source index of an op
     * @param through whether paths may go on from an op; they may end anywhere
     */
    void search(int source, IntPredicate through) {
        search(source, through, delay.length);
    }

    /** Finds what is sure to follow a source, as far as that is no later than one of some ops in topological order. */
    void searchUpTo(int source, Collection<Integer> targets) {
        int last = -1;
        for (int target : targets) {
            last = Math.max(last, analysis.position(target));
        }
        search(source, op -> true, last);
    }

    private void search(int source, IntPredicate through, int last) {
        for (int index = 0; index < seenSize; index++) {
            delay[seen[index]] = UNREACHED;
            queued[seen[index]] = false;
        }
        seenSize = 0;
        enqueueSuccessors(source, last);
        while (openSize > 0) {
            int op = analysis.opAt(removeLowest());
            long found = longestTo(op, source, through);
            if (found != UNREACHED) {
                delay[op] = found;
                if (through.test(op)) {
                    enqueueSuccessors(op, last);
                }
            }
        }
    }

    /** Returns the ops reached by the last search, each after its predecessors among them. */
    List<Integer> reached() {
        return Arrays.stream(seen, 0, seenSize)
                .filter(this::isReached)
                .map(analysis::position)
                .sorted()
                .map(analysis::opAt)
                .boxed()
                .toList();
    }

    /** Returns whether the last search reached the op. */
    boolean isReached(int op) {
        return delay[op] != UNREACHED;
    }

    /** Returns the least time, ticks, from the source's end to the start of an op that was reached, where both are present. */
    long delay(int op) {
        return delay[op];
    }

    private void enqueueSuccessors(int op, int last) {
        for (int index = 0; index < analysis.successors(op); index++) {
            int successor = analysis.successor(op, index);
            if (!queued[successor] && analysis.position(successor) <= last) {
                queued[successor] = true;
                if (seenSize == seen.length) {
                    seen = Arrays.copyOf(seen, 2 * seenSize);
                }
                seen[seenSize++] = successor;
                add(analysis.position(successor));
            }
        }
    }

    private void add(int at) {
        if (openSize == open.length) {
            open = Arrays.copyOf(open, 2 * openSize);
        }
        int hole = openSize++;
        while (hole > 0 && open[(hole - 1) / 2] > at) {
            open[hole] = open[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        open[hole] = at;
    }

    private int removeLowest() {
        int lowest = open[0];
        int last = open[--openSize];
        int hole = 0;
        while (2 * hole + 1 < openSize) {
            int child = 2 * hole + 1;
            if (child + 1 < openSize && open[child + 1] < open[child]) {
                child++;
            }
            if (open[child] >= last) {
                break;
            }
            open[hole] = open[child];
            hole = child;
        }
        open[hole] = last;
        return lowest;
    }

    /**
     * Any neighbour of a link that the source does not exclude may be the only one present, so all of them must be
     * reached. An op with a link that the source excludes altogether is never present with it, and is not reached either.
     */
    private long longestTo(int op, int source, IntPredicate through) {
        long longest = UNREACHED;
        for (int link = before.first(op); link < before.end(op); link++) {
            long quickest = Long.MAX_VALUE;
            for (int index = before.firstNeighbour(link); index < before.endNeighbour(link); index++) {
                quickest = Math.min(quickest, delayVia(before.op(index), before.lag(index), source, through));
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
}
