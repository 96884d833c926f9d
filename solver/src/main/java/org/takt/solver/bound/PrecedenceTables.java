package org.takt.solver.bound;

import java.util.List;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/** The precedences of a problem in arrays, by index; lags at their smallest, ticks. Immutable; takes O(precedences) time to build. */
final class PrecedenceTables {
    final int[] before;
    final int[] after;
    final long[] lag;

    PrecedenceTables(Problem problem) {
        List<Precedence> precedences = problem.precedences();
        int size = precedences.size();
        before = new int[size];
        after = new int[size];
        lag = new long[size];
        for (int index = 0; index < size; index++) {
            Precedence precedence = precedences.get(index);
            before[index] = precedence.before();
            after[index] = precedence.after();
            lag[index] = precedence.lag().smallest();
        }
    }

    /**
     * Returns where the precedences of each op begin and end if they are listed op by op: those of op o from number o to
     * number o + 1 − 1 of the result.
     *
     * @param ends one end of each precedence: {@link #before} or {@link #after}
     */
    static int[] first(int[] ends, int ops) {
        int[] first = new int[ops + 1];
        for (int op : ends) {
            first[op + 1]++;
        }
        for (int op = 0; op < ops; op++) {
            first[op + 1] += first[op];
        }
        return first;
    }
}
