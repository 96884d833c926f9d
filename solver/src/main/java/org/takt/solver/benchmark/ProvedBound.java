package org.takt.solver.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.json.CertificateJson;
import org.takt.model.json.ClaimedBound;
import org.takt.model.json.InvalidCertificateException;
import org.takt.model.problem.Objective;

/**
 * A lower bound as a record holds it: its certificate, in the form that {@link CertificateJson} writes everywhere else.
 * Records made before Takt kept derivations have none, nor an objective here, and cannot be proved again.
 *
 * @param value the bound, in the objective's unit
 * @param bound name of the bound
 * @param scope what it was computed on
 * @param engine closed form, or the solver with its version
 * @param seed seed of the engine
 * @param objective what it bounds
 * @param derivation how it follows from the instance
 */
public record ProvedBound(
        long value,
        String bound,
        String scope,
        String engine,
        int seed,
        Optional<JsonNode> objective,
        Optional<JsonNode> derivation) {
    static ProvedBound of(Objective objective, Certificate certificate) {
        return BenchmarkJson.parse("certificate", CertificateJson.write(objective, certificate), ProvedBound.class);
    }

    /**
     * Returns what can be proved again; nothing where no derivation was kept.
     *
     * @throws InvalidCertificateException if the derivation has no meaning
     */
    public Optional<ClaimedBound> claim() {
        return derivation.isPresent()
                ? Optional.of(CertificateJson.parse("bound", BenchmarkJson.line(this)))
                : Optional.empty();
    }
}
