package org.takt.solver.heuristic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * Fixes what a heuristic does not decide: which optional ops are present, and every op's mode (its shortest). Of each
 * exactly-one group the member is taken that an earlier choice demands, else the full backward or the input gradient
 * as asked, else the first; whatever the taken ops imply is taken too.
 */
public final class PresenceChoice {
    private PresenceChoice() {}

    /** Returns the mode of each op or {@link Schedule#ABSENT}, or nothing if the simple choice breaks a presence rule. */
    public static Optional<int[]> choose(Problem problem, boolean fused) {
        List<Op> ops = problem.ops();
        boolean[] present = new boolean[ops.size()];
        for (int op = 0; op < present.length; op++) {
            present[op] = !ops.get(op).optional();
        }
        Map<Integer, List<Integer>> required = requirements(problem);
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne group
                    && group.ops().stream().noneMatch(op -> present[op])) {
                add(preferred(group.ops(), ops, fused), required, present);
            }
        }
        return keepsRules(problem, present) ? Optional.of(modes(ops, present)) : Optional.empty();
    }

    private static int preferred(List<Integer> members, List<Op> ops, boolean fused) {
        OpKind wanted = fused ? OpKind.B : OpKind.I;
        return members.stream()
                .filter(op -> ops.get(op).kind() == wanted)
                .findFirst()
                .orElse(members.get(0));
    }

    private static void add(int op, Map<Integer, List<Integer>> required, boolean[] present) {
        if (!present[op]) {
            present[op] = true;
            required.getOrDefault(op, List.of()).forEach(next -> add(next, required, present));
        }
    }

    private static Map<Integer, List<Integer>> requirements(Problem problem) {
        Map<Integer, List<Integer>> required = new HashMap<>();
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.Implies implies) {
                required.computeIfAbsent(implies.op(), op -> new ArrayList<>()).add(implies.required());
            }
        }
        return required;
    }

    private static boolean keepsRules(Problem problem, boolean[] present) {
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne group
                    && group.ops().stream().filter(op -> present[op]).count() != 1) {
                return false;
            }
            if (rule instanceof PresenceRule.Implies implies && present[implies.op()] && !present[implies.required()]) {
                return false;
            }
        }
        return true;
    }

    private static int[] modes(List<Op> ops, boolean[] present) {
        int[] modes = new int[present.length];
        Arrays.fill(modes, Schedule.ABSENT);
        for (int op = 0; op < modes.length; op++) {
            if (present[op]) {
                modes[op] = shortest(ops.get(op).modes());
            }
        }
        return modes;
    }

    private static int shortest(List<Mode> modes) {
        int best = 0;
        for (int mode = 1; mode < modes.size(); mode++) {
            best = modes.get(mode).duration() < modes.get(best).duration() ? mode : best;
        }
        return best;
    }
}
