package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;

/** A present op runs in exactly one of its modes and takes that mode's duration; an absent one runs in none. */
final class ModeConstraints {
    private ModeConstraints() {}

    static void add(CpModel model, Problem problem, Variables variables) {
        for (int op = 0; op < problem.ops().size(); op++) {
            OpVariables own = variables.op(op);
            if (!own.hasOneMode()) {
                addChoice(model, own);
                addDurations(model, problem.ops().get(op), own);
            }
        }
    }

    private static void addChoice(CpModel model, OpVariables op) {
        List<Literal> choices = new ArrayList<>(op.modes());
        if (!op.certain()) {
            choices.add(op.presence().not());
        }
        model.addExactlyOne(choices);
    }

    private static void addDurations(CpModel model, Op described, OpVariables op) {
        if (Variables.hasFixedDuration(described)) {
            return;
        }
        for (int mode = 0; mode < described.modes().size(); mode++) {
            long duration = described.modes().get(mode).duration();
            model.addEquality(op.end(), LinearExpr.affine(op.start(), 1, duration))
                    .onlyEnforceIf(op.modes().get(mode));
        }
    }
}
