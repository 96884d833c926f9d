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

class WideningBeamsTest {
    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(1);

    private final Problem problem = Instances.of(4, 8)
            .costs(5, 6, 4)
            .backward(Backward.SPLIT)
            .memory(0, 2, 1, 0)
            .limit(6)
            .problem();

    /** The optimum is 163. */
    @Test
    void comesNearTheOptimumBelowTheMemoryOf1F1B() {
        Solution.Best best = afterBeams(new CancelToken()).best().orElseThrow();
        assertThat(best.report().value()).isBetween(163L, 170L);
        assertThat(best.source()).startsWith("beam search");
    }

    @Test
    void findsTheSameScheduleAgainWithOneWorker() {
        Solution.Best best = afterBeams(new CancelToken()).best().orElseThrow();
        assertThat(afterBeams(new CancelToken()).best().orElseThrow().schedule())
                .isEqualTo(best.schedule());
    }

    @Test
    void lookAheadFindsTheSameScheduleAgainWithOneWorker() {
        Solution.Best best = afterLookAhead(new CancelToken()).best().orElseThrow();
        assertThat(best.source()).startsWith("list scheduler with look-ahead");
        assertThat(afterLookAhead(new CancelToken()).best().orElseThrow().schedule())
                .isEqualTo(best.schedule());
    }

    @Test
    void doNothingOnceCancelled() {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        assertThat(afterBeams(cancelled).best()).isEmpty();
        assertThat(afterLookAhead(cancelled).best()).isEmpty();
    }

    private Progress afterBeams(CancelToken token) {
        Deadline deadline = new Deadline(OPTIONS.timeLimit(), token);
        Progress progress = new Progress(problem, OPTIONS, new SolveListener() {}, deadline);
        new WideningBeams(problem, progress, new EngineRuns(OPTIONS, deadline, progress::isDone), 0).spend(1);
        return progress;
    }

    private Progress afterLookAhead(CancelToken token) {
        Deadline deadline = new Deadline(OPTIONS.timeLimit(), token);
        Progress progress = new Progress(problem, OPTIONS, new SolveListener() {}, deadline);
        EngineRuns engineRuns = new EngineRuns(OPTIONS, deadline, progress::isDone);
        new ListRestarts(new PilotPolicies(), problem, progress, engineRuns, 0).spend(0.5);
        return progress;
    }
}
