package org.takt.solver.cpsat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * Least distances in time that the precedences enforce, with the shortest durations and lags. Holds for every schedule,
 * whatever optional ops it has: a neighbour counts where it is certain to be present, or as one of alternatives all of
 * which are neighbours, by the least of them.
 *
 * <p>Invariant: {@code order} lists the ops so that every precedence points forward; {@code positions} is its inverse.
 */
final class LongestPaths {
    /** The distance to an op that nothing ties to the other. */
    static final long NONE = Long.MIN_VALUE;

    private final Problem problem;
    private final long[] shortest;
    private final int[] order;
    private final int[] positions;
    private final List<List<Link>> incoming;
    private final List<List<Link>> outgoing;
    private final List<Map<Integer, Long>> after;

    /** Neighbours of an op of which at least one is present when the op is, with the smallest lag between each and the op. */
    private static final class Link {
        private final int[] ops;
        private final long[] lags;

        Link(List<Integer> neighbours, Map<Integer, Long> smallestLags) {
            ops = neighbours.stream().mapToInt(Integer::intValue).toArray();
            lags = neighbours.stream().mapToLong(smallestLags::get).toArray();
        }
    }

    LongestPaths(Problem problem, PresenceFacts facts) {
        this.problem = problem;
        int ops = problem.ops().size();
        shortest = new long[ops];
        for (int op = 0; op < ops; op++) {
            shortest[op] = problem.ops().get(op).modes().stream()
                    .mapToLong(Mode::duration)
                    .min()
                    .orElseThrow();
        }
        List<Map<Integer, Long>> before = neighbours(true);
        after = neighbours(false);
        order = topologicalOrder(after);
        positions = new int[ops];
        for (int position = 0; position < ops; position++) {
            positions[order[position]] = position;
        }
        incoming = links(before, facts);
        outgoing = links(after, facts);
    }

    /** Returns the shortest duration of the op over its modes. */
    long shortestDuration(int op) {
        return shortest[op];
    }

    /** Returns for each op the earliest start that its predecessors allow. */
    long[] heads() {
        long[] heads = new long[shortest.length];
        for (int op : order) {
            for (Link link : incoming.get(op)) {
                heads[op] = Math.max(heads[op], least(link, before -> heads[before]));
            }
        }
        return heads;
    }

    /** Returns for each op the least time from its end to the end of the schedule. */
    long[] tails() {
        long[] tails = new long[shortest.length];
        for (int position = order.length - 1; position >= 0; position--) {
            int op = order[position];
            for (Link link : outgoing.get(op)) {
                tails[op] = Math.max(tails[op], least(link, next -> tails[next]));
            }
        }
        return tails;
    }

    /** Returns the least time from the start of one op to the start of another, or {@link #NONE}, in schedules that have both. */
    long between(int source, int target) {
        BitSet ancestors = positionsBetween(source, target);
        Map<Integer, Long> distances = new HashMap<>();
        distances.put(source, 0L);
        for (int position = ancestors.nextSetBit(0); position >= 0; position = ancestors.nextSetBit(position + 1)) {
            int op = order[position];
            long distance = distances.getOrDefault(op, NONE);
            for (Link link : incoming.get(op)) {
                distance = Math.max(distance, least(link, neighbour -> distances.getOrDefault(neighbour, NONE)));
            }
            distances.put(op, distance);
        }
        return distances.getOrDefault(target, NONE);
    }

    /** Walks back from the target, never past the source, so that only the few ops between the two are looked at. */
    private BitSet positionsBetween(int source, int target) {
        BitSet reached = new BitSet(order.length);
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(target));
        while (!open.isEmpty()) {
            int op = open.remove();
            if (positions[op] > positions[source] && !reached.get(positions[op])) {
                reached.set(positions[op]);
                for (Link link : incoming.get(op)) {
                    for (int neighbour : link.ops) {
                        open.add(neighbour);
                    }
                }
            }
        }
        return reached;
    }

    /** Returns the ops that directly follow the op where both are present. */
    Set<Integer> successors(int op) {
        return after.get(op).keySet();
    }

    /** Returns whether some op is certain to end before the op may start. */
    boolean hasPredecessor(int op) {
        return !incoming.get(op).isEmpty();
    }

    /** Returns whether some op is certain to start after the op's end. */
    boolean hasSuccessor(int op) {
        return !outgoing.get(op).isEmpty();
    }

    private long least(Link link, IntToLongFunction distances) {
        long least = Long.MAX_VALUE;
        for (int index = 0; index < link.ops.length; index++) {
            int neighbour = link.ops[index];
            long distance = distances.applyAsLong(neighbour);
            if (distance == NONE) {
                return NONE;
            }
            least = Math.min(least, distance + shortest[neighbour] + link.lags[index]);
        }
        return least;
    }

    private List<Map<Integer, Long>> neighbours(boolean earlier) {
        List<Map<Integer, Long>> neighbours = new ArrayList<>();
        for (int op = 0; op < shortest.length; op++) {
            neighbours.add(new HashMap<>());
        }
        for (Precedence precedence : problem.precedences()) {
            int from = earlier ? precedence.after() : precedence.before();
            int to = earlier ? precedence.before() : precedence.after();
            neighbours.get(from).merge(to, precedence.lag().smallest(), Math::max);
        }
        return neighbours;
    }

    private static List<List<Link>> links(List<Map<Integer, Long>> neighbours, PresenceFacts facts) {
        Map<Integer, List<List<Integer>>> alternativesWith = new HashMap<>();
        for (List<Integer> group : facts.alternatives()) {
            for (int op : group) {
                alternativesWith
                        .computeIfAbsent(op, member -> new ArrayList<>(1))
                        .add(group);
            }
        }
        List<List<Link>> links = new ArrayList<>();
        for (int op = 0; op < neighbours.size(); op++) {
            Map<Integer, Long> lags = neighbours.get(op);
            List<Link> own = new ArrayList<>();
            for (int neighbour : lags.keySet()) {
                if (facts.isCertain(neighbour, op)) {
                    own.add(new Link(List.of(neighbour), lags));
                }
                for (List<Integer> group : alternativesWith.getOrDefault(neighbour, List.of())) {
                    if (group.get(0) == neighbour && lags.keySet().containsAll(group)) {
                        own.add(new Link(group, lags));
                    }
                }
            }
            links.add(own);
        }
        return links;
    }

    private static int[] topologicalOrder(List<Map<Integer, Long>> after) {
        int[] waiting = new int[after.size()];
        after.forEach(successors -> successors.keySet().forEach(op -> waiting[op]++));
        ArrayDeque<Integer> ready = new ArrayDeque<>();
        for (int op = 0; op < waiting.length; op++) {
            if (waiting[op] == 0) {
                ready.add(op);
            }
        }
        int[] order = new int[waiting.length];
        for (int position = 0; position < order.length; position++) {
            int op = ready.remove();
            order[position] = op;
            for (int next : after.get(op).keySet()) {
                if (--waiting[next] == 0) {
                    ready.add(next);
                }
            }
        }
        return order;
    }
}
