package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;

/** A problem without some of its ops and all that names them. */
final class SubProblem {
    private final BitSet kept;
    private final int[] indexOf;
    private final Problem problem;

    SubProblem(Problem whole, BitSet kept) {
        this.kept = kept;
        indexOf = new int[whole.ops().size()];
        List<Op> ops = new ArrayList<>();
        for (int op = kept.nextSetBit(0); op >= 0; op = kept.nextSetBit(op + 1)) {
            indexOf[op] = ops.size();
            ops.add(whole.ops().get(op));
        }
        problem = new Problem(
                whole.devices(),
                whole.resources(),
                ops,
                precedences(whole),
                buffers(whole),
                presenceRules(whole),
                whole.objective());
    }

    Problem problem() {
        return problem;
    }

    /** Returns the index in the part of an op of the whole that it keeps. */
    int indexOf(int op) {
        return indexOf[op];
    }

    private List<Precedence> precedences(Problem whole) {
        return whole.precedences().stream()
                .filter(precedence -> kept.get(precedence.before()) && kept.get(precedence.after()))
                .map(precedence ->
                        new Precedence(indexOf(precedence.before()), indexOf(precedence.after()), precedence.lag()))
                .toList();
    }

    private List<Buffer> buffers(Problem whole) {
        return whole.buffers().stream()
                .filter(buffer -> kept.get(buffer.takenAt()))
                .map(buffer -> new Buffer(
                        buffer.device(),
                        buffer.size(),
                        indexOf(buffer.takenAt()),
                        indicesOf(buffer.releasedBy()),
                        buffer.conditions().stream()
                                .filter(condition -> kept.get(condition.op()))
                                .map(condition -> new Condition(indexOf(condition.op()), condition.modes()))
                                .toList()))
                .toList();
    }

    private List<PresenceRule> presenceRules(Problem whole) {
        List<PresenceRule> rules = new ArrayList<>();
        for (PresenceRule rule : whole.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne group
                    && kept.get(group.ops().get(0))) {
                rules.add(new PresenceRule.ExactlyOne(indicesOf(group.ops())));
            } else if (rule instanceof PresenceRule.Implies implies
                    && kept.get(implies.op())
                    && kept.get(implies.required())) {
                rules.add(new PresenceRule.Implies(indexOf(implies.op()), indexOf(implies.required())));
            }
        }
        return rules;
    }

    private List<Integer> indicesOf(List<Integer> ops) {
        return ops.stream().filter(kept::get).map(this::indexOf).toList();
    }
}
