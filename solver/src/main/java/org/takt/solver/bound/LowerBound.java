package org.takt.solver.bound;

import org.takt.model.certificate.Certificate;

/**
 * A lower bound in closed form (polynomial, no search), for whichever of the objectives it has something to say about.
 * Implementations are stateless.
 */
public interface LowerBound {
    /** Returns the bound's name, as in certificates. */
    String name();

    /**
     * Returns the bound for the problem's objective: no feasible schedule has a smaller value. The value is 0 where
     * the bound says nothing of the objective.
     *
     * @param analysis the problem with its heads and tails
     */
    Certificate compute(ProblemAnalysis analysis);

    /**
     * Returns what {@link #compute} does if that is above a known bound and below a value that is asked for; perhaps sooner if not: where
     * it is not above the known bound, any certificate of this bound that is not either, and where it is not below the value, any that is
     * not either.
     *
     * @param known a bound for the problem's objective
     * @param asked more than this is of no use, as a schedule attains it
     * @param analysis the problem with its heads and tails
     */
    default Certificate computeBetween(long known, long asked, ProblemAnalysis analysis) {
        return compute(analysis);
    }
}
