package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;

class WindowSearchTest {
    /** Below 1F1B's memory list schedules are a few per cent from the optimum, 163. */
    @Test
    void findsTheOptimumOfASmallPipelineFromAListSchedule() {
        assertThat(improved(Objective.MAKESPAN, 1).report().value()).isEqualTo(163);
        assertThat(improved(Objective.MAKESPAN, 2).report().value()).isEqualTo(163);
    }

    @Test
    void findsTheSameScheduleAgainWithOneWorker() {
        Solution.Best best = improved(Objective.MAX_DEVICE_SPAN, 1);
        assertThat(improved(Objective.MAX_DEVICE_SPAN, 1).schedule()).isEqualTo(best.schedule());
        assertThat(best.source()).isEqualTo(WindowSearch.SOURCE);
    }

    private static Solution.Best improved(Objective objective, int workers) {
        Problem problem = Instances.of(4, 8)
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 2, 1, 0)
                .limit(6)
                .objective(objective)
                .problem();
        SolveOptions options =
                SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(workers);
        Deadline deadline = new Deadline(options.timeLimit(), new CancelToken());
        Progress progress = new Progress(problem, options, new SolveListener() {}, deadline);
        new Candidates(problem, progress).offerAll();
        progress.beginEngines();
        new WindowSearch(problem, progress, new EngineRuns(options, deadline, progress::isDone), 0).spend(10);
        return progress.best().orElseThrow();
    }
}
