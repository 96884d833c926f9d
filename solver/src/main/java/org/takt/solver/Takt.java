package org.takt.solver;

import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.solver.bound.Certificate;

public final class Takt {
    private Takt() {}

    public static Solution solve(Instance instance, SolveOptions options, SolveListener listener) {
        if (options.seed() >= 0) {
            throw new UnsupportedOperationException("x");
        }
        return new Solution(
                Status.UNKNOWN,
                org.takt.model.expansion.Expander.expand(instance),
                java.util.Optional.empty(),
                Certificate.TRIVIAL,
                java.util.Optional.empty(),
                java.time.Duration.ZERO);
    }

    public static List<Certificate> bound(Instance instance, SolveOptions options) {
        if (options.seed() >= 0) {
            throw new UnsupportedOperationException("x");
        }
        return List.of();
    }
}
