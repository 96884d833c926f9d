package org.takt.model.json;

import java.util.List;
import java.util.stream.Collectors;

/** A file holds no certificate for the instance; holds every problem found. */
public final class InvalidCertificateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<JsonProblem> problems;

    /** Creates an exception whose message is one line for each problem, of which there is at least one. */
    public InvalidCertificateException(String source, List<JsonProblem> problems) {
        super(problems.stream().map(problem -> problem.in(source)).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem found, at least one. */
    public List<JsonProblem> problems() {
        return problems;
    }
}
