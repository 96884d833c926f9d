package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

/** In which order micro-batches enter and go back, by op index. */
final class OrderTables {
    /** Rank of an op's micro-batch in the order of entry. */
    final int[] entry;

    /** Among ops of one kind and stage the lowest goes first. */
    final int[] priority;

    /** The op that may start only after this one, −1 if there is none. */
    final int[] nextInChain;

    final boolean[] headOfChain;

    private OrderTables(int[] entry, int[] priority) {
        this.entry = entry;
        this.priority = priority;
        nextInChain = new int[entry.length];
        headOfChain = new boolean[entry.length];
        Arrays.fill(nextInChain, -1);
    }

    private record Chain(OpKind kind, int stageSlot, int segment) {}

    /** Returns the order of the problem, in which the ops of one kind, stage and segment run. */
    static OrderTables ofProblem(Problem problem, OpTables ops) {
        OrderTables order = new OrderTables(ops.microBatch, ops.microBatch);
        List<Op> described = problem.ops();
        Map<Chain, Integer> lastOf = new HashMap<>();
        for (int op : order.byEntry(ops)) {
            if (ops.isPresent(op)) {
                Chain chain = new Chain(described.get(op).kind(), ops.stageSlot[op], ops.segment[op]);
                Integer previous = lastOf.put(chain, op);
                order.link(previous == null ? -1 : previous, op);
            }
        }
        return order;
    }

    /** Returns an order in which the forwards of one stage and segment run by rank; all else may run in any order. */
    static OrderTables ranked(OpTables ops, MicroBatchRanks ranks) {
        int count = ops.modes.length;
        int[] entry = new int[count];
        int[] priority = new int[count];
        for (int op = 0; op < count; op++) {
            boolean isForward = ops.kindClass[op] == OpTables.FORWARD;
            entry[op] = ranks.entry(ops.microBatch[op]);
            priority[op] = isForward ? entry[op] : ranks.backward(ops.microBatch[op]);
        }
        OrderTables order = new OrderTables(entry, priority);
        order.linkForwards(ops);
        return order;
    }

    private void linkForwards(OpTables ops) {
        int segments = Arrays.stream(ops.segment).max().orElse(0) + 1;
        int[] lastOf = new int[ops.stageSlots * segments];
        Arrays.fill(lastOf, -1);
        for (int op : byEntry(ops)) {
            if (!ops.isPresent(op)) {
                continue;
            }
            if (ops.kindClass[op] == OpTables.FORWARD) {
                int chain = ops.stageSlot[op] * segments + ops.segment[op];
                link(lastOf[chain], op);
                lastOf[chain] = op;
            } else {
                link(-1, op);
            }
        }
    }

    private void link(int previous, int op) {
        if (previous < 0) {
            headOfChain[op] = true;
        } else {
            nextInChain[previous] = op;
        }
    }

    private int[] byEntry(OpTables ops) {
        int[] next = new int[ops.microBatches + 1];
        for (int one : entry) {
            next[one + 1]++;
        }
        for (int one = 0; one < ops.microBatches; one++) {
            next[one + 1] += next[one];
        }
        int[] ordered = new int[entry.length];
        for (int op = 0; op < entry.length; op++) {
            ordered[next[entry[op]]++] = op;
        }
        return ordered;
    }
}
