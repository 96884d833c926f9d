package org.takt.solver.search;

/** A derivation makes no sense for a problem; the message says why, for the middle of a sentence. */
final class UnsoundDerivationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsoundDerivationException(String reason) {
        super(reason);
    }
}
