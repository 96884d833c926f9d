package org.takt.model.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;

/** What every strategy asks of lengths and budgets. Collects all problems before it refuses. */
final class PackingRules {
    private final String strategy;
    private final List<InstanceProblem> problems = new ArrayList<>();

    PackingRules(String strategy) {
        this.strategy = strategy;
    }

    PackingRules lengths(List<Long> lengths) {
        if (lengths.isEmpty()) {
            problems.add(new InstanceProblem("/lengths", "There is no sequence, expected at least one."));
        }
        for (int index = 0; index < lengths.size(); index++) {
            range("/lengths/" + index, lengths.get(index), MicroBatch.MAX_TOKENS);
        }
        return this;
    }

    PackingRules range(String pointer, long found, long most) {
        if (found < 1 || found > most) {
            problems.add(new InstanceProblem(pointer, "Found " + found + ", expected 1 to " + most + "."));
        }
        return this;
    }

    /** Requires a budget that every sequence fits whole. */
    PackingRules budgetHolds(long budget, List<Long> lengths) {
        long longest = lengths.stream().mapToLong(Long::longValue).max().orElse(0);
        if (budget < longest) {
            problems.add(new InstanceProblem(
                    "/budget",
                    "Found a budget of " + budget + " tokens, expected at least the longest sequence, " + longest
                            + "."));
        }
        return this;
    }

    /** Refuses if there is a problem. */
    void check() {
        if (!problems.isEmpty()) {
            throw new InvalidInstanceException(strategy, problems);
        }
    }

    /** Returns the sequences by length, the shortest first; equal ones as they arrived. */
    static List<Integer> shortestFirst(List<Long> lengths) {
        return IntStream.range(0, lengths.size())
                .boxed()
                .sorted(Comparator.comparing(lengths::get))
                .toList();
    }
}
