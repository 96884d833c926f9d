package org.takt.solver.benchmark;

import org.takt.model.certificate.Certificate;

/**
 * A lower bound as a record holds it.
 *
 * @param value the bound, in the objective's unit
 * @param bound name of the bound
 * @param scope what it was computed on
 * @param engine closed form, or the solver with its version
 * @param seed seed of the engine
 */
public record ProvedBound(long value, String bound, String scope, String engine, int seed) {
    static ProvedBound of(Certificate certificate) {
        return new ProvedBound(
                certificate.value(),
                certificate.bound(),
                certificate.scope(),
                certificate.engine(),
                certificate.seed());
    }
}
