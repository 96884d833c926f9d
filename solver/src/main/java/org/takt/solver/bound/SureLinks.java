package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * What is sure to run before (or, in the other direction, after) an op in every schedule in which the op is present.
 * A path that follows one neighbour of each link, the quickest, is a path that no schedule avoids.
 */
final class SureLinks {
    /** At least one of the neighbours is present whenever the op is. */
    static final class Link {
        private final int[] neighbours;
        private final long[] lags;

        private Link(int[] neighbours, Map<Integer, Long> lags) {
            this.neighbours = neighbours;
            this.lags = Arrays.stream(neighbours).mapToLong(lags::get).toArray();
        }

        /** Returns the number of neighbours. */
        int size() {
            return neighbours.length;
        }

        /** Returns the op that is the neighbour of an index below the size. */
        int neighbour(int index) {
            return neighbours[index];
        }

        /** Returns the smallest lag between the op and a neighbour, ticks. */
        long lag(int index) {
            return lags[index];
        }
    }

    private final List<List<Link>> links;

    private SureLinks(List<List<Link>> links) {
        this.links = links;
    }

    /** Returns the links towards predecessors. Takes O(size of the problem) time. */
    static SureLinks before(Problem problem, SurePresence presence) {
        return of(problem, presence, false);
    }

    /** Returns the links towards successors. Takes O(size of the problem) time. */
    static SureLinks after(Problem problem, SurePresence presence) {
        return of(problem, presence, true);
    }

    /** Returns the links of an op. */
    List<Link> of(int op) {
        return links.get(op);
    }

    private static SureLinks of(Problem problem, SurePresence presence, boolean forwards) {
        List<Map<Integer, Long>> lags = lags(problem, forwards);
        List<List<Link>> links = new ArrayList<>(lags.size());
        for (int op = 0; op < lags.size(); op++) {
            List<Link> ofOp = new ArrayList<>(2);
            for (int[] neighbours : presence.sureSets(lags.get(op).keySet(), op)) {
                ofOp.add(new Link(neighbours, lags.get(op)));
            }
            links.add(ofOp);
        }
        return new SureLinks(links);
    }

    /** Returns the smallest lag to each neighbour; of several precedences between two ops the strictest counts. */
    private static List<Map<Integer, Long>> lags(Problem problem, boolean forwards) {
        List<Map<Integer, Long>> lags = new ArrayList<>(problem.ops().size());
        for (int op = 0; op < problem.ops().size(); op++) {
            lags.add(new LinkedHashMap<>(4));
        }
        for (Precedence precedence : problem.precedences()) {
            int from = forwards ? precedence.before() : precedence.after();
            int to = forwards ? precedence.after() : precedence.before();
            lags.get(from).merge(to, precedence.lag().smallest(), Math::max);
        }
        return lags;
    }
}
