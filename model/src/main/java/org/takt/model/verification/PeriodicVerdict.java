package org.takt.model.verification;

import java.util.List;

/** What the verifier found about a periodic schedule. */
public sealed interface PeriodicVerdict {
    /**
     * The schedule keeps every rule, for ever.
     *
     * @param report its figures
     */
    record Accepted(PeriodicReport report) implements PeriodicVerdict {}

    /**
     * The schedule breaks rules.
     *
     * @param violations the broken rules, at least one
     */
    record Rejected(List<Violation> violations) implements PeriodicVerdict {
        public Rejected {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("A rejection needs a violation.");
            }
        }
    }
}
