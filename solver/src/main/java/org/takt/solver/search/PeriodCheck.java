package org.takt.solver.search;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.TimePerMicroBatch;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.SteadyStateBounds;

/** Proves a bound on the time per micro-batch again: all these are closed forms, computed once more. */
public final class PeriodCheck {
    private PeriodCheck() {}

    /**
     * Checks a certificate, in one step.
     *
     * @param microBatch the problem of one micro-batch alone, with an objective of a batch
     */
    public static CertificateCheck.Step step(Problem microBatch, PeriodCertificate certificate) {
        long begin = System.nanoTime();
        Optional<String> refutation = refutation(new ProblemAnalysis(microBatch), certificate);
        return new CertificateCheck.Step(
                certificate.describe(),
                refutation.isEmpty() ? CertificateCheck.Outcome.PROVED : CertificateCheck.Outcome.REFUTED,
                refutation.orElse(""),
                Duration.ofNanos(System.nanoTime() - begin));
    }

    private static Optional<String> refutation(ProblemAnalysis microBatch, PeriodCertificate certificate) {
        if (certificate.derivation() instanceof Derivation.NoSchedule) {
            return Infeasibility.inClosedForm(microBatch, Infeasibility.UNITS).isPresent()
                    ? Optional.empty()
                    : Optional.of("no closed form excludes a schedule");
        }
        TimePerMicroBatch derived = SteadyStateBounds.all(microBatch).stream()
                .filter(known -> known.bound().equals(certificate.bound())
                        && known.scope().equals(certificate.scope()))
                .map(PeriodCertificate::value)
                .max(Comparator.naturalOrder())
                .orElse(TimePerMicroBatch.ZERO);
        return derived.compareTo(certificate.value()) >= 0 ? Optional.empty() : Optional.of("it gives " + derived);
    }
}
