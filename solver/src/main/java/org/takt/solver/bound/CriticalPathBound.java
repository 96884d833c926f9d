package org.takt.solver.bound;

import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;

/**
 * The longest sure path. Whatever the order on the devices, an op starts no earlier than the path that leads to it and
 * the schedule ends no earlier than the path behind it, so makespan ≥ head + duration + tail of every op. Says nothing of other
 * objectives.
 */
public final class CriticalPathBound implements LowerBound {
    @Override
    public String name() {
        return "critical path";
    }

    /** {@inheritDoc} Takes O(ops) time. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        long longest = 0;
        if (analysis.problem().objective() instanceof Objective.Makespan) {
            for (int op = 0; op < analysis.problem().ops().size(); op++) {
                if (analysis.isMandatory(op)) {
                    longest = Math.max(longest, analysis.head(op) + analysis.shortest(op) + analysis.tail(op));
                }
            }
        }
        return Certificate.closedForm(longest, name(), Certificate.WHOLE_PROBLEM);
    }
}
