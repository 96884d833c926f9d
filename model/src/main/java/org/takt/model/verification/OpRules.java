package org.takt.model.verification;

import java.util.List;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** The rules on the ops themselves, the same for a schedule of a batch and for a unit that repeats: modes, starts, presence, precedences. */
final class OpRules {
    private final Problem problem;
    private final ProblemTables tables;

    OpRules(Problem problem, ProblemTables tables) {
        this.problem = problem;
        this.tables = tables;
    }

    /** Whether the schedule has an entry for each op, with a mode the op offers and a start in range. Nothing else makes sense to ask where that fails. */
    void checkOps(Schedule schedule, List<Violation> violations) {
        if (schedule.size() != problem.ops().size()) {
            violations.add(new Violation.WrongSize(
                    schedule.size(),
                    problem.ops().size(),
                    "The schedule has " + schedule.size() + " ops, the problem "
                            + problem.ops().size() + "."));
            return;
        }
        for (int op = 0; op < schedule.size(); op++) {
            int mode = schedule.mode(op);
            int modes = tables.firstMode[op + 1] - tables.firstMode[op];
            if (mode == Schedule.ABSENT) {
                if (!tables.isOptional[op]) {
                    violations.add(new Violation.OpMissing(op, label(op) + " is missing."));
                }
            } else if (mode < 0 || mode >= modes) {
                violations.add(new Violation.ModeUnknown(
                        op, mode, label(op) + " runs in mode " + mode + ", but has " + modes + " modes."));
            } else if (schedule.start(op) < 0 || schedule.start(op) > Problem.MAX_TOTAL) {
                violations.add(new Violation.StartOutOfRange(
                        op,
                        schedule.start(op),
                        label(op) + " starts at " + schedule.start(op) + ", expected 0 to " + Problem.MAX_TOTAL + "."));
            }
        }
    }

    void checkPresence(TimedOps ops, List<Violation> violations) {
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
                List<Integer> present =
                        exactlyOne.ops().stream().filter(ops::isPresent).toList();
                if (present.size() != 1) {
                    violations.add(new Violation.PresenceBroken(
                            rule,
                            "Exactly one of " + labels(exactlyOne.ops()) + " must be present, found "
                                    + (present.isEmpty() ? "none" : labels(present)) + "."));
                }
            } else if (rule instanceof PresenceRule.Implies implies
                    && ops.isPresent(implies.op())
                    && !ops.isPresent(implies.required())) {
                violations.add(new Violation.PresenceBroken(
                        rule, label(implies.op()) + " is present without " + label(implies.required()) + "."));
            }
        }
    }

    void checkPrecedences(TimedOps ops, List<Violation> violations) {
        for (int index = 0; index < tables.before.length; index++) {
            int before = tables.before[index];
            int after = tables.after[index];
            if (ops.isPresent(before) && ops.isPresent(after)) {
                long lag = lag(index, ops);
                long missing = ops.end[before] + lag - ops.start[after];
                if (missing > 0) {
                    violations.add(new Violation.PrecedenceBroken(
                            before,
                            after,
                            missing,
                            label(after) + " starts at " + ops.start[after] + ", " + missing + " too early: "
                                    + label(before) + " ends at " + ops.end[before] + " and the lag is " + lag + "."));
                }
            }
        }
    }

    private long lag(int precedence, TimedOps ops) {
        if (tables.lag[precedence] != ProblemTables.BY_MODES) {
            return tables.lag[precedence];
        }
        int before = tables.before[precedence];
        int after = tables.after[precedence];
        return problem.precedences()
                .get(precedence)
                .lag()
                .between(ops.mode[before] - tables.firstMode[before], ops.mode[after] - tables.firstMode[after]);
    }

    String label(int op) {
        return problem.ops().get(op).label();
    }

    private String labels(List<Integer> ops) {
        return String.join(", ", ops.stream().map(this::label).toList());
    }
}
