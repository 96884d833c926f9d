package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.ProblemAnalysis;

class MeetingBeamsTest {
    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(1);

    private final Problem problem = Instances.of(4, 8)
            .costs(5, 6, 4)
            .backward(Backward.SPLIT)
            .memory(0, 2, 1, 0)
            .limit(6)
            .problem();

    private Progress afterBeams(Problem of, CancelToken token) {
        Deadline deadline = new Deadline(OPTIONS.timeLimit(), token);
        Progress progress = new Progress(of, OPTIONS, new SolveListener() {}, deadline);
        new MeetingBeams(new ProblemAnalysis(of), progress, new EngineRuns(OPTIONS, deadline, progress::isDone))
                .spend(1);
        return progress;
    }

    /** The optimum is 163. */
    @Test
    void comeNearTheOptimumBelowTheMemoryOf1F1B() {
        Solution.Best best = afterBeams(problem, new CancelToken()).best().orElseThrow();
        assertThat(best.report().value()).isBetween(163L, 170L);
        assertThat(best.source()).startsWith("beam over orders of meetings");
    }

    @Test
    void findTheSameScheduleAgainWithOneWorker() {
        assertThat(afterBeams(problem, new CancelToken()).best().orElseThrow().schedule())
                .isEqualTo(afterBeams(problem, new CancelToken())
                        .best()
                        .orElseThrow()
                        .schedule());
    }

    @Test
    void doNothingOnceCancelled() {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        assertThat(afterBeams(problem, cancelled).best()).isEmpty();
    }
}
