package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;

/** Which sets of ops contain a present op in every schedule: what the presence rules say in one step. Immutable. */
final class SurePresence {
    private final Problem problem;
    private final Map<Integer, List<Integer>> impliedBy = new HashMap<>();
    private final Map<Integer, List<Integer>> impliersOf = new HashMap<>();
    private final Map<Integer, List<PresenceRule.ExactlyOne>> groupsOf = new HashMap<>();

    SurePresence(Problem problem) {
        this.problem = problem;
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.Implies implies) {
                add(impliedBy, implies.op(), implies.required());
                add(impliersOf, implies.required(), implies.op());
            } else if (rule instanceof PresenceRule.ExactlyOne group) {
                group.ops().forEach(op -> add(groupsOf, op, group));
            }
        }
    }

    /** Returns the ops that are present whenever the op is, by rules that say so directly. */
    List<Integer> impliedBy(int op) {
        return impliedBy.getOrDefault(op, List.of());
    }

    /** Returns the ops whose presence demands the op directly. */
    List<Integer> impliersOf(int op) {
        return impliersOf.getOrDefault(op, List.of());
    }

    /** Returns whether no schedule has both ops, by an exactly-one rule that names both. */
    boolean exclude(int first, int second) {
        if (first == second || groupsOf.isEmpty() || !groupsOf.containsKey(first)) {
            return false;
        }
        return groupsOf.get(first).stream().anyMatch(group -> group.ops().contains(second));
    }

    /**
     * Returns sets of candidates, each of which contains a present op in every schedule in which {@code given} is
     * present: mandatory ops, ops that {@code given} implies, and for an exactly-one group one candidate for each of its
     * members, the member itself or an op it implies.
     */
    List<int[]> sureSets(Collection<Integer> candidates, int given) {
        List<int[]> sets = new ArrayList<>(2);
        Set<PresenceRule.ExactlyOne> groups = groupsOf.isEmpty() ? Set.of() : new LinkedHashSet<>(2);
        for (int candidate : candidates) {
            if (!problem.ops().get(candidate).optional() || impliedBy(given).contains(candidate)) {
                sets.add(new int[] {candidate});
            } else if (!groupsOf.isEmpty()) {
                groups.addAll(groupsOf.getOrDefault(candidate, List.of()));
                impliersOf(candidate).forEach(implier -> groups.addAll(groupsOf.getOrDefault(implier, List.of())));
            }
        }
        for (PresenceRule.ExactlyOne group : groups) {
            int[] representatives = group.ops().stream()
                    .map(member -> representative(member, candidates))
                    .flatMapToInt(OptionalInt::stream)
                    .toArray();
            if (representatives.length == group.ops().size()) {
                sets.add(representatives);
            }
        }
        return sets;
    }

    private OptionalInt representative(int member, Collection<Integer> candidates) {
        return candidates.contains(member)
                ? OptionalInt.of(member)
                : impliedBy(member).stream()
                        .filter(candidates::contains)
                        .mapToInt(Integer::intValue)
                        .findFirst();
    }

    private static <T> void add(Map<Integer, List<T>> lists, int op, T value) {
        lists.computeIfAbsent(op, key -> new ArrayList<>(2)).add(value);
    }
}
