package org.takt.solver.bound;

import org.takt.model.certificate.Certificate;
import org.takt.model.schedule.TimePerMicroBatch;

/**
 * A lower bound on the time per micro-batch of every steady state, whatever the number of micro-batches in a unit.
 *
 * @param value ticks per micro-batch
 * @param bound name of the bound
 * @param scope what it was computed on, such as {@code device gpu0}
 */
public record PeriodCertificate(TimePerMicroBatch value, String bound, String scope) {
    /** The bound that needs no argument: nothing takes less than no time. */
    public static final PeriodCertificate TRIVIAL =
            new PeriodCertificate(TimePerMicroBatch.ZERO, "trivial", Certificate.WHOLE_PROBLEM);

    /** Returns a sentence for people. */
    public String describe() {
        return value + " per micro-batch by " + bound + " on " + scope + " (" + Certificate.CLOSED_FORM + ")";
    }
}
