package org.takt.solver.search;

import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.problem.Problem;

/**
 * What has to be proved of a certificate by search, each part built from the problem when it is asked for. All proved, the bound
 * holds. Safe for use by several threads.
 */
interface BoundProofs {
    /**
     * Returns the proofs of a certificate.
     *
     * @throws UnsoundDerivationException if the derivation makes no sense for the problem
     */
    static BoundProofs of(Problem problem, Certificate certificate) {
        return certificate.derivation() instanceof Derivation.Rounds rounds
                ? new RoundProofs(problem, certificate, rounds)
                : new DerivationProofs(problem, certificate);
    }

    /** Returns the next part, or nothing after the last. */
    Optional<BoundProof> next();
}
