package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Problem;

/**
 * What is sure to run before (or, in the other direction, after) an op in every schedule in which the op is present. An op
 * has links; of the neighbours of each link at least one is present whenever the op is. A path that follows one neighbour of each
 * link, the quickest, is a path that no schedule avoids. Links and neighbours are numbered: those of op o are the links from
 * {@code first(o)} to {@code end(o)} − 1, and the neighbours of link l those from {@code firstNeighbour(l)} to
 * {@code endNeighbour(l)} − 1. Immutable.
 */
final class SureLinks {
    private final int[] firstLink;
    private final int[] firstNeighbour;
    private final int[] neighbours;
    private final long[] lags;

    private SureLinks(int[] firstLink, int[] firstNeighbour, int[] neighbours, long[] lags) {
        this.firstLink = firstLink;
        this.firstNeighbour = firstNeighbour;
        this.neighbours = neighbours;
        this.lags = lags;
    }

    /** Returns the links towards predecessors. Takes O(size of the problem) time. */
    static SureLinks before(Problem problem, PrecedenceTables precedences, SurePresence presence) {
        return of(new Neighbours(problem, precedences, false), problem, presence);
    }

    /** Returns the links towards successors. Takes O(size of the problem) time. */
    static SureLinks after(Problem problem, PrecedenceTables precedences, SurePresence presence) {
        return of(new Neighbours(problem, precedences, true), problem, presence);
    }

    /** Returns the first link of an op. */
    int first(int op) {
        return firstLink[op];
    }

    /** Returns the number behind the last link of an op. */
    int end(int op) {
        return firstLink[op + 1];
    }

    /** Returns the first neighbour of a link. */
    int firstNeighbour(int link) {
        return firstNeighbour[link];
    }

    /** Returns the number behind the last neighbour of a link. */
    int endNeighbour(int link) {
        return firstNeighbour[link + 1];
    }

    /** Returns the op that a neighbour is. */
    int op(int neighbour) {
        return neighbours[neighbour];
    }

    /** Returns the smallest lag between the op that has the link and a neighbour, ticks. */
    long lag(int neighbour) {
        return lags[neighbour];
    }

    private static SureLinks of(Neighbours all, Problem problem, SurePresence presence) {
        Builder builder = new Builder(problem.ops().size(), all.ops.length);
        for (int op = 0; op < problem.ops().size(); op++) {
            builder.beginOp(op);
            if (all.areMandatory(op, problem)) {
                for (int slot = all.first[op]; slot < all.end[op]; slot++) {
                    builder.addNeighbour(all.ops[slot], all.lags[slot]);
                    builder.endLink();
                }
            } else {
                for (int[] sure : presence.sureSets(all.listOf(op), op)) {
                    for (int neighbour : sure) {
                        builder.addNeighbour(neighbour, all.lag(op, neighbour));
                    }
                    builder.endLink();
                }
            }
        }
        return builder.build();
    }

    /** The distinct neighbours of each op in one direction; of several precedences between two ops the strictest counts. */
    private static final class Neighbours {
        private final int[] first;
        private final int[] end;
        private final int[] ops;
        private final long[] lags;

        Neighbours(Problem problem, PrecedenceTables precedences, boolean forwards) {
            int[] from = forwards ? precedences.before : precedences.after;
            int[] to = forwards ? precedences.after : precedences.before;
            int size = problem.ops().size();
            first = PrecedenceTables.first(from, size);
            end = Arrays.copyOf(first, size);
            ops = new int[from.length];
            lags = new long[from.length];
            for (int index = 0; index < from.length; index++) {
                int slot = end[from[index]]++;
                ops[slot] = to[index];
                lags[slot] = precedences.lag[index];
            }
            mergeRepeated();
        }

        private void mergeRepeated() {
            int[] slotOf = new int[end.length];
            for (int op = 0; op < end.length; op++) {
                int last = end[op];
                end[op] = first[op];
                for (int slot = first[op]; slot < last; slot++) {
                    int neighbour = ops[slot];
                    int known = slotOf[neighbour];
                    if (known >= first[op] && known < end[op] && ops[known] == neighbour) {
                        lags[known] = Math.max(lags[known], lags[slot]);
                    } else {
                        slotOf[neighbour] = end[op];
                        ops[end[op]] = neighbour;
                        lags[end[op]++] = lags[slot];
                    }
                }
            }
        }

        boolean areMandatory(int op, Problem problem) {
            for (int slot = first[op]; slot < end[op]; slot++) {
                if (problem.ops().get(ops[slot]).optional()) {
                    return false;
                }
            }
            return true;
        }

        List<Integer> listOf(int op) {
            List<Integer> list = new ArrayList<>(end[op] - first[op]);
            for (int slot = first[op]; slot < end[op]; slot++) {
                list.add(ops[slot]);
            }
            return list;
        }

        long lag(int op, int neighbour) {
            int slot = first[op];
            while (ops[slot] != neighbour) {
                slot++;
            }
            return lags[slot];
        }
    }

    /** Links while they are numbered, op by op. */
    private static final class Builder {
        private final int[] firstLink;
        private int[] firstNeighbour;
        private int[] neighbours;
        private long[] lags;
        private int links;
        private int size;

        Builder(int ops, int expected) {
            firstLink = new int[ops + 1];
            firstNeighbour = new int[expected + 1];
            neighbours = new int[expected];
            lags = new long[expected];
        }

        void beginOp(int op) {
            firstLink[op] = links;
        }

        void addNeighbour(int op, long lag) {
            if (size == neighbours.length) {
                neighbours = Arrays.copyOf(neighbours, 2 * size + 1);
                lags = Arrays.copyOf(lags, 2 * size + 1);
            }
            neighbours[size] = op;
            lags[size++] = lag;
        }

        void endLink() {
            links++;
            if (links == firstNeighbour.length) {
                firstNeighbour = Arrays.copyOf(firstNeighbour, 2 * links);
            }
            firstNeighbour[links] = size;
        }

        SureLinks build() {
            firstLink[firstLink.length - 1] = links;
            return new SureLinks(firstLink, firstNeighbour, neighbours, lags);
        }
    }
}
