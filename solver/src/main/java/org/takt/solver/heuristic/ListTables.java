package org.takt.solver.heuristic;

import java.util.Optional;
import org.takt.model.problem.Problem;

/**
 * What the list scheduler asks of a problem whose present ops and modes are chosen, in arrays. Of a list of lists, such as the
 * successors of each op, the entries of number n lie from {@code first[n]} to {@code first[n + 1]} − 1. Immutable; takes O(size
 * of the problem) time and memory.
 */
final class ListTables {
    final OpTables ops;
    final SuccessorTables successors;
    final MemoryTables memory;
    final OrderTables order;

    private ListTables(OpTables ops, SuccessorTables successors, MemoryTables memory, OrderTables order) {
        this.ops = ops;
        this.successors = successors;
        this.memory = memory;
        this.order = order;
    }

    /**
     * Returns tables, or nothing if optional ops depend on each other in a way only the exact model can settle, or a device
     * has no room for what it always holds.
     */
    static Optional<ListTables> of(Problem problem, boolean fused) {
        boolean hasRoom = problem.devices().stream().allMatch(device -> device.bufferCapacity() >= 0);
        return hasRoom ? PresenceChoice.choose(problem, fused).map(modes -> of(problem, modes)) : Optional.empty();
    }

    private static ListTables of(Problem problem, int[] modes) {
        OpTables ops = new OpTables(problem, modes);
        return new ListTables(
                ops,
                new SuccessorTables(problem.precedences(), ops),
                new MemoryTables(problem, ops),
                OrderTables.ofProblem(problem, ops));
    }

    /**
     * Returns the same tables with micro-batches in another order. Forwards run in the order of entry; of the other ops any
     * that is ready may, so that claims on memory can always be served in the order of entry. O(ops) time.
     */
    ListTables inOrder(MicroBatchRanks ranks) {
        return new ListTables(ops, successors, memory, OrderTables.ranked(ops, ranks));
    }

    /** Turns the numbers of entries, each after its list's own number, into the {@code first} of a list of lists. */
    static void accumulate(int[] first) {
        for (int index = 1; index < first.length; index++) {
            first[index] += first[index - 1];
        }
    }
}
