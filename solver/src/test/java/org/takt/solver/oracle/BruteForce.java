package org.takt.solver.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.takt.model.problem.Op;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

/**
 * The exact optimum of tiny problems (about ten ops), with every feature a {@link Problem} has. Enumerates all legal
 * choices of presence and modes, and for each of them all start times that can matter; see {@link StartSearch} for
 * which those are. The optimum passes the verifier before it is returned.
 */
public final class BruteForce {
    /**
     * An optimal schedule.
     *
     * @param value the objective's value: ticks, or memory units for PEAK_MEMORY
     * @param schedule a schedule that has it
     */
    public record Optimum(long value, Schedule schedule) {}

    private final Problem problem;
    private final StartSearch search;
    private final int[] modes;

    private BruteForce(Problem problem, long maxNodes) {
        this.problem = problem;
        this.search = new StartSearch(problem, maxNodes);
        this.modes = new int[problem.ops().size()];
        Arrays.fill(modes, Schedule.ABSENT);
    }

    /** Returns an optimal schedule, or nothing if the problem is infeasible. */
    public static Optional<Optimum> solve(Problem problem) {
        return solve(problem, Long.MAX_VALUE);
    }

    /**
     * Returns an optimal schedule, or nothing if the problem is infeasible.
     *
     * @throws SearchTooLongException if it takes more than the given number of search nodes
     */
    public static Optional<Optimum> solve(Problem problem, long maxNodes) {
        BruteForce bruteForce = new BruteForce(problem, maxNodes);
        bruteForce.chooseModes(0);
        return bruteForce.search.best().map(schedule -> new Optimum(verifiedValue(problem, schedule), schedule));
    }

    /** The search took more nodes than allowed: the problem is not tiny. */
    public static final class SearchTooLongException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SearchTooLongException(long maxNodes) {
            super("Brute force took more than " + maxNodes + " nodes.");
        }
    }

    private static long verifiedValue(Problem problem, Schedule schedule) {
        Verdict verdict = new Verifier(problem).verify(schedule);
        if (verdict instanceof Verdict.Accepted accepted) {
            return accepted.report().value();
        }
        throw new AssertionError("The verifier refuses the oracle's schedule: " + verdict);
    }

    private void chooseModes(int op) {
        if (op == modes.length) {
            search.improve(modes.clone());
            return;
        }
        Op described = problem.ops().get(op);
        for (int mode = described.optional() ? Schedule.ABSENT : 0;
                mode < described.modes().size();
                mode++) {
            modes[op] = mode;
            if (rulesHoldUpTo(op)) {
                chooseModes(op + 1);
            }
        }
        modes[op] = Schedule.ABSENT;
    }

    /** Judges the rules whose last op is this one. */
    private boolean rulesHoldUpTo(int op) {
        for (PresenceRule rule : problem.presenceRules()) {
            List<Integer> members = new ArrayList<>();
            if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
                members.addAll(exactlyOne.ops());
            } else if (rule instanceof PresenceRule.Implies implies) {
                members.add(implies.op());
                members.add(implies.required());
            }
            if (members.stream().mapToInt(Integer::intValue).max().orElseThrow() == op && !holds(rule)) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(PresenceRule rule) {
        if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
            return exactlyOne.ops().stream().filter(this::isPresent).count() == 1;
        }
        PresenceRule.Implies implies = (PresenceRule.Implies) rule;
        return !isPresent(implies.op()) || isPresent(implies.required());
    }

    private boolean isPresent(int op) {
        return modes[op] != Schedule.ABSENT;
    }
}
