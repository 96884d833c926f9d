package org.takt.solver.bound;

import java.util.Iterator;
import java.util.List;
import org.takt.model.certificate.Certificate;

/**
 * Bounds of a problem that are computed in turn, only as far as they are needed: a schedule that attains one of them is
 * optimal, and none of the others is higher. Not safe for use by several threads.
 */
public final class RisingBound {
    private final ProblemAnalysis analysis;
    private final Iterator<LowerBound> left;
    private Certificate highest = Certificate.TRIVIAL;

    RisingBound(List<LowerBound> bounds, ProblemAnalysis analysis) {
        this.analysis = analysis;
        this.left = bounds.iterator();
    }

    /** Returns the highest certificate of those that are computed until one attains the value, of all if none does. */
    public Certificate riseTo(long value) {
        while (highest.value() < value && left.hasNext()) {
            Certificate next = left.next().computeAbove(highest.value(), analysis);
            highest = next.value() > highest.value() ? next : highest;
        }
        return highest;
    }
}
