package org.takt.model.instance;

import java.util.List;
import java.util.stream.Collectors;

/** An instance has no meaning; holds every problem found. */
public final class InvalidInstanceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<InstanceProblem> problems;

    /** Creates an exception that says where the instance came from. */
    public InvalidInstanceException(String source, List<InstanceProblem> problems) {
        super(problems.stream().map(problem -> source + " " + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem found, at least one. */
    public List<InstanceProblem> problems() {
        return problems;
    }
}
