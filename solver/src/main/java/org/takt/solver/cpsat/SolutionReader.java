package org.takt.solver.cpsat;

import com.google.ortools.sat.LinearArgument;
import java.util.function.ToLongFunction;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** Reads the schedule that an assignment of values to the variables stands for. */
final class SolutionReader {
    private final int ops;
    private final Variables variables;

    SolutionReader(Problem problem, Variables variables) {
        ops = problem.ops().size();
        this.variables = variables;
    }

    /** Returns the schedule, in the times of the encoded problem. */
    Schedule read(ToLongFunction<LinearArgument> values) {
        long[] starts = new long[ops];
        int[] modes = new int[ops];
        for (int op = 0; op < ops; op++) {
            starts[op] = values.applyAsLong(variables.op(op).start());
            modes[op] = mode(variables.op(op), values);
        }
        return new Schedule(starts, modes);
    }

    private static int mode(OpVariables op, ToLongFunction<LinearArgument> values) {
        for (int mode = 0; mode < op.modes().size(); mode++) {
            if (values.applyAsLong(op.modes().get(mode)) == 1) {
                return mode;
            }
        }
        return Schedule.ABSENT;
    }
}
