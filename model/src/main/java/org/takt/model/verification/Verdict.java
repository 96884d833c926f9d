package org.takt.model.verification;

import java.util.List;

/** What the verifier found. */
public sealed interface Verdict {
    /**
     * The schedule keeps every rule.
     *
     * @param report its figures
     */
    record Accepted(Report report) implements Verdict {}

    /**
     * The schedule breaks rules.
     *
     * @param violations the broken rules, at least one
     */
    record Rejected(List<Violation> violations) implements Verdict {
        public Rejected {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("A rejection needs a violation.");
            }
        }
    }
}
