package org.takt.solver.bound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * What of a problem follows some ops, the entries, none of which follows another. A buffer that is taken by an op before an
 * entry, and released by ops behind the same entry only, counts from the entry on; other buffers with ops that are left
 * out are left out too. Takes O(size of the problem) time.
 */
final class LocalProblem {
    private static final int NONE = -1;

    private final Problem original;
    private final List<List<Integer>> successors = new ArrayList<>();
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final int[] entryBefore;
    private final int[] entryAfter;
    private final int[] index;
    private final List<Integer> kept = new ArrayList<>();
    private final List<Integer> entries;
    private final Problem problem;

    LocalProblem(Problem original, List<Integer> entries) {
        this.original = original;
        this.entries = List.copyOf(entries);
        original.ops().forEach(op -> {
            successors.add(new ArrayList<>());
            predecessors.add(new ArrayList<>());
        });
        for (Precedence precedence : original.precedences()) {
            successors.get(precedence.before()).add(precedence.after());
            predecessors.get(precedence.after()).add(precedence.before());
        }
        this.entryBefore = reach(successors);
        this.entryAfter = reach(predecessors);
        this.index = new int[original.ops().size()];
        Arrays.fill(index, NONE);
        this.problem = keep();
    }

    /** Returns the problem. */
    Problem problem() {
        return problem;
    }

    /** Returns for each of its ops the op of the original. */
    List<Integer> kept() {
        return kept;
    }

    /** Marks all ops that lie behind an entry in one direction, and the entries, with one such entry. */
    private int[] reach(List<List<Integer>> neighbours) {
        int[] reachedFrom = new int[original.ops().size()];
        Arrays.fill(reachedFrom, NONE);
        for (int entry : entries) {
            reachedFrom[entry] = entry;
        }
        ArrayDeque<Integer> open = new ArrayDeque<>(entries);
        while (!open.isEmpty()) {
            int op = open.remove();
            for (int next : neighbours.get(op)) {
                if (reachedFrom[next] == NONE) {
                    reachedFrom[next] = reachedFrom[op];
                    open.add(next);
                }
            }
        }
        return reachedFrom;
    }

    private Problem keep() {
        List<Op> ops = new ArrayList<>();
        for (int op = 0; op < index.length; op++) {
            if (entryBefore[op] != NONE) {
                index[op] = ops.size();
                kept.add(op);
                ops.add(original.ops().get(op));
            }
        }
        List<Precedence> precedences = new ArrayList<>();
        for (Precedence precedence : original.precedences()) {
            if (isKept(precedence.before()) && isKept(precedence.after())) {
                precedences.add(
                        new Precedence(index[precedence.before()], index[precedence.after()], precedence.lag()));
            }
        }
        return new Problem(
                original.devices(), original.resources(), ops, precedences, buffers(), List.of(), original.objective());
    }

    private List<Buffer> buffers() {
        List<Buffer> buffers = new ArrayList<>();
        for (Buffer buffer : original.buffers()) {
            int taker = takerFrom(buffer);
            if (taker != NONE && buffer.conditions().isEmpty()) {
                buffers.add(new Buffer(
                        buffer.device(),
                        buffer.size(),
                        index[taker],
                        buffer.releasedBy().stream().map(op -> index[op]).toList(),
                        List.of()));
            }
        }
        return buffers;
    }

    private int takerFrom(Buffer buffer) {
        int taker = buffer.takenAt();
        if (!buffer.releasedBy().stream().allMatch(this::isKept)) {
            return NONE;
        }
        if (isKept(taker)) {
            return taker;
        }
        int entry = entryAfter[taker];
        boolean staysWithEntry = buffer.releasedBy().stream().allMatch(op -> entryBefore[op] == entry);
        return staysWithEntry ? entry : NONE;
    }

    private boolean isKept(int op) {
        return index[op] != NONE;
    }
}
