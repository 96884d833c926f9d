package org.takt.model.json;

import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.problem.Objective;

/** A lower bound as a file claims it. */
public sealed interface ClaimedBound {
    /** Returns what it is a bound on. */
    Objective objective();

    /** A bound on the objective of a batch. */
    record OfBatch(Objective objective, Certificate certificate) implements ClaimedBound {}

    /** A bound on the time per micro-batch of a steady state. */
    record OfPeriod(PeriodCertificate certificate) implements ClaimedBound {
        @Override
        public Objective objective() {
            return Objective.PERIOD;
        }
    }
}
