package org.takt.model.instance;

import java.util.List;
import java.util.stream.Collectors;

/** An instance has no meaning; holds every problem found. */
public final class InvalidInstanceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The most problems told in the message. */
    private static final int MOST_IN_MESSAGE = 1000;

    private final String source;
    private final transient List<InstanceProblem> problems;

    /** Creates an exception that says where the instance came from: a file, or what else people know it by. */
    public InvalidInstanceException(String source, List<InstanceProblem> problems) {
        super(message(source, problems));
        this.source = source;
        this.problems = List.copyOf(problems);
    }

    private static String message(String source, List<InstanceProblem> problems) {
        String told = problems.stream()
                .limit(MOST_IN_MESSAGE)
                .map(problem -> problem.in(source))
                .collect(Collectors.joining("\n"));
        int untold = problems.size() - MOST_IN_MESSAGE;
        return untold > 0 ? told + "\n" + source + " has " + untold + " more problems." : told;
    }

    /** Returns where the instance came from, such as the file. */
    public String source() {
        return source;
    }

    /** Returns every problem found, at least one. */
    public List<InstanceProblem> problems() {
        return problems;
    }
}
