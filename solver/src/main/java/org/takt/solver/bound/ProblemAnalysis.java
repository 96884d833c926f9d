package org.takt.solver.bound;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * A problem with the longest paths that no schedule avoids. Where ops are optional, a path goes through the quickest
 * member of an exactly-one group; modes and lags count at their shortest. Immutable; takes O(size of the problem) time
 * to build.
 */
public final class ProblemAnalysis {
    private final Problem problem;
    private final SurePresence presence;
    private final SureLinks before;
    private final SureLinks after;
    private final int[] topologicalOrder;
    private final long[] shortest;
    private final long[] heads;
    private final long[] tails;

    /** Analyses a problem. */
    public ProblemAnalysis(Problem problem) {
        this.problem = problem;
        this.presence = new SurePresence(problem);
        this.before = SureLinks.before(problem, presence);
        this.after = SureLinks.after(problem, presence);
        this.topologicalOrder = topologicalOrder(problem);
        this.shortest = shortest(problem);
        this.heads = new long[shortest.length];
        this.tails = new long[shortest.length];
        for (int index = 0; index < shortest.length; index++) {
            int op = topologicalOrder[index];
            heads[op] = longest(before, op, heads);
        }
        for (int index = shortest.length - 1; index >= 0; index--) {
            int op = topologicalOrder[index];
            tails[op] = longest(after, op, tails);
        }
    }

    /** Returns the problem. */
    public Problem problem() {
        return problem;
    }

    /** Returns the least start of the op, ticks, in a schedule in which it is present. */
    public long head(int op) {
        return heads[op];
    }

    /** Returns the least time from the op's end to the end of the schedule, ticks, where the op is present. */
    public long tail(int op) {
        return tails[op];
    }

    /** Returns the duration of the op's shortest mode, ticks. */
    public long shortest(int op) {
        return shortest[op];
    }

    /** Returns whether the op is in every schedule. */
    public boolean isMandatory(int op) {
        return !problem.ops().get(op).optional();
    }

    SurePresence presence() {
        return presence;
    }

    SureLinks before() {
        return before;
    }

    /** Returns all ops, each after its predecessors. The array is the caller's own. */
    int[] topologicalOrder() {
        return topologicalOrder.clone();
    }

    private long longest(SureLinks links, int op, long[] beyond) {
        long longest = 0;
        for (SureLinks.Link link : links.of(op)) {
            long quickest = Long.MAX_VALUE;
            for (int index = 0; index < link.size(); index++) {
                int neighbour = link.neighbour(index);
                quickest = Math.min(quickest, beyond[neighbour] + shortest[neighbour] + link.lag(index));
            }
            longest = Math.max(longest, quickest);
        }
        return longest;
    }

    private static long[] shortest(Problem problem) {
        return problem.ops().stream()
                .mapToLong(op ->
                        op.modes().stream().mapToLong(Mode::duration).min().orElseThrow())
                .toArray();
    }

    private static int[] topologicalOrder(Problem problem) {
        int size = problem.ops().size();
        int[] firstEdge = new int[size];
        int[] nextEdge = new int[problem.precedences().size()];
        int[] waiting = new int[size];
        Arrays.fill(firstEdge, -1);
        for (int edge = 0; edge < nextEdge.length; edge++) {
            Precedence precedence = problem.precedences().get(edge);
            nextEdge[edge] = firstEdge[precedence.before()];
            firstEdge[precedence.before()] = edge;
            waiting[precedence.after()]++;
        }
        ArrayDeque<Integer> ready = new ArrayDeque<>();
        for (int op = 0; op < size; op++) {
            if (waiting[op] == 0) {
                ready.add(op);
            }
        }
        int[] order = new int[size];
        for (int index = 0; index < size; index++) {
            int op = ready.remove();
            order[index] = op;
            for (int edge = firstEdge[op]; edge >= 0; edge = nextEdge[edge]) {
                int next = problem.precedences().get(edge).after();
                if (--waiting[next] == 0) {
                    ready.add(next);
                }
            }
        }
        return order;
    }
}
