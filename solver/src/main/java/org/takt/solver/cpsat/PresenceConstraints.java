package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.Literal;
import java.util.List;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;

/** The optional ops that are present form a legal set. */
final class PresenceConstraints {
    private PresenceConstraints() {}

    static void add(CpModel model, Problem problem, Variables variables) {
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
                List<Literal> literals = exactlyOne.ops().stream()
                        .map(op -> variables.op(op).presence())
                        .toList();
                model.addExactlyOne(literals);
            } else if (rule instanceof PresenceRule.Implies implies) {
                model.addImplication(
                        variables.op(implies.op()).presence(),
                        variables.op(implies.required()).presence());
            }
        }
    }
}
