package org.takt.solver.cpsat;

import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.Literal;
import java.util.List;

/**
 * The variables of one op. All but {@code presence} and {@code modes} mean something only where the op is present.
 *
 * @param start its start
 * @param end its end
 * @param presence whether it is present
 * @param certain whether it is present in every schedule
 * @param modes whether it runs in each mode; exactly one where it is present, none where it is absent
 * @param intervals its run in each mode, present when the mode is chosen
 */
record OpVariables(
        IntVar start,
        LinearArgument end,
        Literal presence,
        boolean certain,
        List<Literal> modes,
        List<IntervalVar> intervals) {

    /** Returns whether the op has no choice of mode. */
    boolean hasOneMode() {
        return modes.size() == 1;
    }

    /** Returns whether the literal, one of this op's, holds in every schedule. */
    boolean isCertainly(Literal literal) {
        return certain && literal.getIndex() == presence.getIndex();
    }
}
