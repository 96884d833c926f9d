package org.takt.model.oplist;

import java.util.List;
import java.util.stream.Collectors;

/** An op-list cannot be read or written; holds every problem found. */
public final class OpListException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<OpListProblem> problems;

    /** Creates an exception whose message is one line for each problem, of which there is at least one. */
    public OpListException(List<OpListProblem> problems) {
        super(problems.stream().map(OpListProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Creates an exception for one problem that belongs to no place in a file. */
    public OpListException(String message) {
        this(List.of(new OpListProblem(0, 0, message)));
    }

    /** Returns every problem found, at least one. */
    public List<OpListProblem> problems() {
        return problems;
    }
}
