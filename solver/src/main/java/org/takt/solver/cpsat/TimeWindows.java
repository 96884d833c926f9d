package org.takt.solver.cpsat;

import org.takt.model.problem.Problem;

/** When each op can run at all: not before its head, and early enough for its tail to fit before the horizon. */
final class TimeWindows {
    private final long horizon;
    private final long[] heads;
    private final long[] tails;

    TimeWindows(LongestPaths paths, long horizon) {
        this.horizon = horizon;
        heads = paths.heads();
        tails = paths.tails();
    }

    /** Returns the time by which every op ends. */
    long horizon() {
        return horizon;
    }

    /** Returns the earliest start of the op. */
    long earliestStart(int op) {
        return heads[op];
    }

    /** Returns the latest end of the op. */
    long latestEnd(int op) {
        return horizon - tails[op];
    }

    /** Returns whether a run of the given duration fits. */
    boolean fits(int op, long duration) {
        return earliestStart(op) + duration <= latestEnd(op);
    }

    /** Returns whether every op that must be present fits in its shortest mode. */
    boolean fitAll(Problem problem, PresenceFacts facts, LongestPaths paths) {
        for (int op = 0; op < problem.ops().size(); op++) {
            if (facts.isCertain(op) && !fits(op, paths.shortestDuration(op))) {
                return false;
            }
        }
        return true;
    }
}
