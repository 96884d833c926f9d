package org.takt.model.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The problems of one file in the order in which they are found, each once. */
final class ProblemList {
    /** The most problems told one by one: enough for people, and a bound on what a hostile file can make Takt hold. */
    static final int MOST = 1000;

    private final List<JsonProblem> problems = new ArrayList<>();
    private final Set<JsonProblem> seen = new HashSet<>();
    private long untold;

    void add(String pointer, String message) {
        JsonProblem problem = new JsonProblem(pointer, message);
        if (seen.contains(problem)) {
            return;
        }
        if (problems.size() == MOST) {
            untold++;
            return;
        }
        seen.add(problem);
        problems.add(problem);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Returns whether no problem is known at the place or inside it. */
    boolean areNoneInside(String pointer) {
        return problems.stream().noneMatch(problem -> Pointers.isInside(problem.pointer(), pointer));
    }

    /** Returns the problems; the last one counts those beyond {@link #MOST}. */
    List<JsonProblem> toList() {
        List<JsonProblem> all = new ArrayList<>(problems);
        if (untold > 0) {
            all.add(new JsonProblem("", "There are " + untold + " more problems, expected none."));
        }
        return all;
    }
}
