package org.takt.solver.bound;

import org.takt.model.problem.Problem;

/** Heads and tails of a problem. */
public final class ProblemAnalysis {
    private final Problem problem;

    /** Analyses a problem. */
    public ProblemAnalysis(Problem problem) {
        this.problem = problem;
    }

    /** Returns the problem. */
    public Problem problem() {
        return problem;
    }
}
