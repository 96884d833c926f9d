package org.takt.solver.bound;

import java.util.List;
import org.takt.model.certificate.Certificate;

/**
 * Bounds of a problem that are computed in turn, only as far as they are needed: a schedule that attains one of them is
 * optimal, and none of the others is higher. Not safe for use by several threads.
 */
public final class RisingBound {
    private final ProblemAnalysis analysis;
    private final List<LowerBound> bounds;

    /** Number of the first bound of which more may be computed. */
    private int next;

    private Certificate highest = Certificate.TRIVIAL;

    RisingBound(List<LowerBound> bounds, ProblemAnalysis analysis) {
        this.analysis = analysis;
        this.bounds = bounds;
    }

    /** Returns the highest certificate of those that are computed until one attains the value, of all if none does. */
    public Certificate riseTo(long value) {
        while (highest.value() < value && next < bounds.size()) {
            Certificate found = bounds.get(next).computeBetween(highest.value(), value, analysis);
            if (found.value() < value) {
                next++;
            }
            highest = found.value() > highest.value() ? found : highest;
        }
        return highest;
    }
}
