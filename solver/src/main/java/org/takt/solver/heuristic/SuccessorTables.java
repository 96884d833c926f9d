package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Precedence;

/** The precedences between present ops. */
final class SuccessorTables {
    /** How many precedences end at an op. */
    final int[] predecessors;

    final int[] firstSuccessor;
    final int[] successor;
    /** From the end of an op to the begin of its successor, ticks. */
    final long[] lag;

    SuccessorTables(List<Precedence> precedences, OpTables ops) {
        predecessors = new int[ops.modes.length];
        firstSuccessor = new int[ops.modes.length + 1];
        count(precedences, ops);
        successor = new int[firstSuccessor[ops.modes.length]];
        lag = new long[successor.length];
        list(precedences, ops);
    }

    private void count(List<Precedence> precedences, OpTables ops) {
        for (Precedence precedence : precedences) {
            if (holds(precedence, ops)) {
                firstSuccessor[precedence.before() + 1]++;
                predecessors[precedence.after()]++;
            }
        }
        ListTables.accumulate(firstSuccessor);
    }

    /** Successors stand in the reverse order of the problem's precedences. */
    private void list(List<Precedence> precedences, OpTables ops) {
        int[] end = Arrays.copyOfRange(firstSuccessor, 1, firstSuccessor.length);
        for (Precedence precedence : precedences) {
            if (holds(precedence, ops)) {
                int before = precedence.before();
                int after = precedence.after();
                int slot = --end[before];
                successor[slot] = after;
                lag[slot] = precedence.lag().between(ops.modes[before], ops.modes[after]);
            }
        }
    }

    private static boolean holds(Precedence precedence, OpTables ops) {
        return ops.isPresent(precedence.before()) && ops.isPresent(precedence.after());
    }
}
