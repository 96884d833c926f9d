package org.takt.model.certificate;

import org.takt.model.schedule.TimePerMicroBatch;

/**
 * A lower bound on the time per micro-batch of every steady state, whatever the number of micro-batches in a unit. All such
 * bounds are closed forms.
 *
 * @param value ticks per micro-batch
 * @param bound name of the bound
 * @param scope what it was computed on, such as {@code device gpu0}
 * @param derivation how the bound follows from the problem of one micro-batch: a closed form, there being no schedule, or
 *     nothing at all
 */
public record PeriodCertificate(TimePerMicroBatch value, String bound, String scope, Derivation derivation) {
    /** The bound that needs no argument: nothing takes less than no time. */
    public static final PeriodCertificate TRIVIAL = new PeriodCertificate(
            TimePerMicroBatch.ZERO, "trivial", Certificate.WHOLE_PROBLEM, new Derivation.Trivial());

    /** Describes a bound in closed form. */
    public PeriodCertificate(TimePerMicroBatch value, String bound, String scope) {
        this(value, bound, scope, new Derivation.ClosedForm());
    }

    /** Returns the certificate of there being no steady state, as the bound shows that another certificate names. */
    public static PeriodCertificate noSchedule(Certificate proof) {
        return new PeriodCertificate(TimePerMicroBatch.ZERO, proof.bound(), proof.scope(), new Derivation.NoSchedule());
    }

    /** Returns a sentence for people. */
    public String describe() {
        String what = derivation instanceof Derivation.NoSchedule ? "no schedule" : value + " per micro-batch";
        return what + " by " + bound + " on " + scope + " (" + Certificate.CLOSED_FORM + ")";
    }
}
