package org.takt.model.verification;

import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Problem;

/** Which buffers exist in a schedule, and which of their ops frees them. */
final class LiveBuffers {
    static final int NONE = -1;

    private final Problem problem;
    private final ProblemTables tables;
    private final TimedOps ops;

    LiveBuffers(Problem problem, ProblemTables tables, TimedOps ops) {
        this.problem = problem;
        this.tables = tables;
        this.ops = ops;
    }

    boolean exists(int buffer) {
        if (!ops.isPresent(tables.takenAt[buffer])) {
            return false;
        }
        if (tables.isConditional[buffer]) {
            Buffer described = problem.buffers().get(buffer);
            for (Condition condition : described.conditions()) {
                int op = condition.op();
                if (!ops.isPresent(op) || !condition.holdsIn(ops.mode[op] - tables.firstMode[op])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the present releasing op that ends last, or {@link #NONE}. */
    int lastRelease(int buffer) {
        int last = NONE;
        for (int index = tables.firstRelease[buffer]; index < tables.firstRelease[buffer + 1]; index++) {
            int op = tables.release[index];
            if (ops.isPresent(op) && (last == NONE || ops.end[op] > ops.end[last])) {
                last = op;
            }
        }
        return last;
    }
}
