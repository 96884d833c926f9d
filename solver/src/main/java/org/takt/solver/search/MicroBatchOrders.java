package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;

/** Orders of unequal micro-batches to begin a search with, and steps from one order to another. */
final class MicroBatchOrders {
    /** How many orders there are to begin with. */
    static final int FIRST = 5;

    private final long[] work;

    MicroBatchOrders(Problem problem) {
        int last = problem.ops().stream().mapToInt(Op::microBatch).max().orElse(-1);
        work = new long[last + 1];
        for (Op op : problem.ops()) {
            if (op.microBatch() >= 0) {
                work[op.microBatch()] += op.modes().get(0).duration();
            }
        }
    }

    /**
     * Returns an order to begin with: that of the problem; the shortest first; the longest first; rising to the longest
     * and falling again, so that short ones fill and drain the pipeline; and the
     * shortest, then the longest first.
     */
    int[] first(int kind) {
        List<Integer> ascending =
                new ArrayList<>(IntStream.range(0, work.length).boxed().toList());
        if (kind > 0) {
            ascending.sort(Comparator.comparingLong(microBatch -> work[microBatch]));
        }
        return switch (kind) {
            case 2 -> reversed(ascending, 0);
            case 3 -> pyramid(ascending);
            case 4 -> reversed(ascending, 1);
            default -> ascending.stream().mapToInt(Integer::intValue).toArray();
        };
    }

    /** Returns the order with one micro-batch put elsewhere, or two exchanged. */
    static int[] moved(int[] order, Random random) {
        int[] changed = order.clone();
        int from = random.nextInt(order.length);
        int to = random.nextInt(order.length);
        if (random.nextBoolean()) {
            changed[from] = order[to];
            changed[to] = order[from];
        } else {
            System.arraycopy(order, from + 1, changed, from, order.length - from - 1);
            System.arraycopy(changed, to, changed, to + 1, order.length - to - 1);
            changed[to] = order[from];
        }
        return changed;
    }

    /** Returns every other one ascending, then the rest descending. */
    private static int[] pyramid(List<Integer> ascending) {
        int[] order = new int[ascending.size()];
        int front = 0;
        int back = order.length;
        for (int index = 0; index < order.length; index++) {
            if (index % 2 == 0) {
                order[front++] = ascending.get(index);
            } else {
                order[--back] = ascending.get(index);
            }
        }
        return order;
    }

    /** Returns the first ones as they are, then the rest from the last on. */
    private static int[] reversed(List<Integer> ascending, int kept) {
        int[] order = new int[ascending.size()];
        for (int index = 0; index < order.length; index++) {
            order[index] = ascending.get(index < kept ? index : order.length - 1 - index + kept);
        }
        return order;
    }
}
