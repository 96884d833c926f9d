package org.takt.solver.benchmark;

import org.takt.model.json.JsonProblem;

/** A set file or a file of results is not what it should be; the message names the file, the place and what was expected. */
public final class InvalidBenchmarkFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidBenchmarkFileException(String source, JsonProblem problem) {
        super(problem.in(source));
    }
}
