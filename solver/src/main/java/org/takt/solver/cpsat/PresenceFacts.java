package org.takt.solver.cpsat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;

/** What the presence rules say for certain: which ops are in every schedule, and which are wherever another is. */
final class PresenceFacts {
    private final BitSet certain = new BitSet();
    private final Map<Integer, BitSet> required = new HashMap<>();
    private final List<List<Integer>> alternatives = new ArrayList<>();

    PresenceFacts(Problem problem) {
        for (int op = 0; op < problem.ops().size(); op++) {
            certain.set(op, !problem.ops().get(op).optional());
        }
        Map<Integer, List<Integer>> implied = new HashMap<>();
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
                alternatives.add(exactlyOne.ops());
                if (exactlyOne.ops().size() == 1) {
                    certain.set(exactlyOne.ops().get(0));
                }
            } else if (rule instanceof PresenceRule.Implies implies) {
                implied.computeIfAbsent(implies.op(), op -> new ArrayList<>(2)).add(implies.required());
            }
        }
        implied.keySet().forEach(op -> required.put(op, closure(op, implied)));
        for (int op = certain.nextSetBit(0); op >= 0; op = certain.nextSetBit(op + 1)) {
            BitSet also = required.get(op);
            if (also != null) {
                certain.or(also);
            }
        }
    }

    /** Returns whether the op is present in every schedule. */
    boolean isCertain(int op) {
        return certain.get(op);
    }

    /** Returns whether every schedule with the op {@code given} has {@code op} too. */
    boolean isCertain(int op, int given) {
        if (op == given || certain.get(op)) {
            return true;
        }
        BitSet also = required.get(given);
        return also != null && also.get(op);
    }

    /** Returns the sets of ops exactly one of which is present. */
    List<List<Integer>> alternatives() {
        return alternatives;
    }

    private static BitSet closure(int op, Map<Integer, List<Integer>> implied) {
        BitSet reached = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(op));
        while (!open.isEmpty()) {
            for (int next : implied.getOrDefault(open.remove(), List.of())) {
                if (!reached.get(next)) {
                    reached.set(next);
                    open.add(next);
                }
            }
        }
        return reached;
    }
}
