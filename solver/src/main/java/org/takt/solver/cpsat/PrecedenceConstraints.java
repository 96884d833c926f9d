package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * An op starts no earlier than a present predecessor's end plus the lag of the two modes: the smallest lag wherever both
 * are present, the smallest of a mode of the earlier op wherever it runs in that mode, and the rest pair by pair.
 */
final class PrecedenceConstraints {
    private PrecedenceConstraints() {}

    static void add(CpModel model, Problem problem, Variables variables) {
        for (Precedence precedence : problem.precedences()) {
            OpVariables before = variables.op(precedence.before());
            OpVariables after = variables.op(precedence.after());
            long smallest = precedence.lag().smallest();
            enforce(model, before, after, smallest, before.presence(), after.presence());
            if (precedence.lag() instanceof Lag.ByModes table) {
                for (int row = 0; row < table.ticks().size(); row++) {
                    addRow(model, before, after, row, table.ticks().get(row), smallest);
                }
            }
        }
    }

    private static void addRow(
            CpModel model, OpVariables before, OpVariables after, int row, List<Long> lags, long known) {
        long smallest = lags.stream().mapToLong(Long::longValue).min().orElseThrow();
        Literal mode = before.modes().get(row);
        if (smallest > known) {
            enforce(model, before, after, smallest, mode, after.presence());
        }
        for (int column = 0; column < lags.size(); column++) {
            if (lags.get(column) > smallest) {
                enforce(
                        model,
                        before,
                        after,
                        lags.get(column),
                        mode,
                        after.modes().get(column));
            }
        }
    }

    private static void enforce(
            CpModel model, OpVariables before, OpVariables after, long lag, Literal beforeRuns, Literal afterRuns) {
        List<Literal> conditions = new ArrayList<>(2);
        if (!before.isCertainly(beforeRuns)) {
            conditions.add(beforeRuns);
        }
        if (!after.isCertainly(afterRuns)) {
            conditions.add(afterRuns);
        }
        model.addGreaterOrEqual(
                        after.start(), LinearExpr.newBuilder().add(before.end()).add(lag))
                .onlyEnforceIf(conditions.toArray(Literal[]::new));
    }
}
