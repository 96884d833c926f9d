package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.problem.Problem;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.LowerBound;
import org.takt.solver.bound.ProblemAnalysis;

class SearchTest {
    /** Memory for two micro-batches where 1F1B needs four. */
    private static final Problem TIGHT =
            Instances.of(4, 40).costs(5, 6, 4).memory(0, 10, 4, 0).limit(20).problem();

    private static long linearBound(Problem problem) {
        ProblemAnalysis analysis = new ProblemAnalysis(problem);
        long highest = 0;
        for (LowerBound bound : ClosedFormBounds.linear()) {
            highest = Math.max(highest, bound.compute(analysis).value());
        }
        return highest;
    }

    @Test
    void boundsByLoadsAndRoundTripsHoweverShortTheTime() {
        SolveOptions options = SolveOptions.DEFAULTS.withTimeLimit(Duration.ofNanos(1));
        Solution solution = new Search(TIGHT, options, SolveListener.NONE).run();
        assertThat(solution.best()).isPresent();
        assertThat(solution.certificate().value()).isEqualTo(linearBound(TIGHT)).isGreaterThan(40 * 15);
    }

    @Test
    void boundsByLoadsAndRoundTripsWhenCancelled() {
        CancelToken token = new CancelToken();
        token.cancel();
        Solution solution = new Search(TIGHT, SolveOptions.DEFAULTS.withCancelToken(token), SolveListener.NONE).run();
        assertThat(solution.status()).isEqualTo(Status.UNKNOWN);
        assertThat(solution.certificate().value()).isEqualTo(linearBound(TIGHT));
    }

    @Test
    void takesATimeLimitOfCenturies() {
        SolveOptions options = SolveOptions.DEFAULTS.withTimeLimit(Duration.ofDays(365 * 400));
        for (int workers : new int[] {1, 2}) {
            Solution solution =
                    new Search(Instances.of(2, 3).problem(), options.withWorkers(workers), SolveListener.NONE).run();
            assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        }
    }
}
