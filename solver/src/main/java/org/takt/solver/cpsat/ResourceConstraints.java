package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntervalVar;
import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Problem;

/** At most one op holds a resource at a time; an op holds those of its chosen mode. */
final class ResourceConstraints {
    private ResourceConstraints() {}

    static void add(CpModel model, Problem problem, Variables variables) {
        List<List<IntervalVar>> runs = new ArrayList<>();
        problem.resources().forEach(resource -> runs.add(new ArrayList<>()));
        for (int op = 0; op < problem.ops().size(); op++) {
            List<Mode> modes = problem.ops().get(op).modes();
            for (int mode = 0; mode < modes.size(); mode++) {
                for (int resource : modes.get(mode).resources()) {
                    runs.get(resource).add(variables.op(op).intervals().get(mode));
                }
            }
        }
        for (List<IntervalVar> ofResource : runs) {
            if (ofResource.size() > 1) {
                model.addNoOverlap(ofResource);
            }
        }
    }
}
