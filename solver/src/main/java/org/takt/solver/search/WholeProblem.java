package org.takt.solver.search;

import java.util.List;
import org.takt.model.problem.Problem;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * CP-SAT on the problem itself in coarse times, with the delays between entries that it proves first: raises the bound
 * and, since the orders found are timed exactly, improves the schedule. Where it ends it says more than any relaxation
 * to a few devices, but it does not end in slices, so it needs a thread of its own.
 */
final class WholeProblem {
    /** Larger problems do not end within a minute even in the coarsest times. */
    private static final int MOST_OPS = 800;

    /** The same for unequal micro-batches, which may go in any order. */
    private static final int MOST_OPS_UNEQUAL = 300;

    /** Resolutions close to each other: from the second on each takes several times as long as the one before. */
    private static final List<Integer> RESOLUTIONS = List.of(8, 14, 24, 60, 200);

    /** Share of the time for proving delays. */
    private static final double DELAYS = 0.15;

    private final Problem problem;
    private final boolean isUnequal;
    private final BatchWindows windows;
    private final Progress progress;
    private final EngineRuns engineRuns;

    WholeProblem(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.problem = analysis.problem();
        this.isUnequal = OrderSearch.appliesTo(analysis);
        this.windows = new BatchWindows(analysis, progress, engineRuns);
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    /** Returns whether it may end within a minute or so. */
    boolean isSmallEnough() {
        return problem.ops().size() <= (isUnequal ? MOST_OPS_UNEQUAL : MOST_OPS);
    }

    /** Spends some seconds at most, with a single worker. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        windows.raiseDelays(seconds * DELAYS);
        new RelaxationRun(windows.whole(), RESOLUTIONS, progress, engineRuns).spend(engineRuns.secondsLeft() - reserve);
    }
}
