package org.takt.solver.search;

import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.solver.heuristic.ListScheduler;

/** A list scheduler that is built when first asked for. Not safe for use by several threads. */
final class LazyListScheduler {
    private final Problem problem;
    private final boolean fused;
    private boolean isBuilt;
    private Optional<ListScheduler> built = Optional.empty();

    LazyListScheduler(Problem problem, boolean fused) {
        this.problem = problem;
        this.fused = fused;
    }

    /** Returns what {@link ListScheduler#of} does. */
    Optional<ListScheduler> get() {
        if (!isBuilt) {
            built = ListScheduler.of(problem, fused);
            isBuilt = true;
        }
        return built;
    }
}
