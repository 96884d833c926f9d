package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.CancelToken;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;

class RelaxationsTest {
    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(1)).withWorkers(2);

    /** From no bound they come close; from the optimum itself, where relaxations prove less than is known, they do not go on. */
    @Test
    void neverRaiseTheBoundAboveTheOptimum() {
        Random random = new Random(1);
        int proved = 0;
        for (int round = 0; round < 12; round++) {
            Problem pipeline = pipeline(random);
            for (Objective objective :
                    List.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN, new Objective.PeakMemory(9000))) {
                Problem problem = pipeline.withObjective(objective);
                long optimum = optimum(problem);
                long raised = raisedFrom(0, problem);
                assertThat(raised).as("round %s, %s", round, objective).isBetween(1L, optimum);
                assertThat(raisedFrom(optimum, problem))
                        .as("round %s, %s", round, objective)
                        .isEqualTo(optimum);
                proved += raised == optimum ? 1 : 0;
            }
        }
        assertThat(proved).as("optima that a relaxation proves").isPositive();
    }

    private static Problem pipeline(Random random) {
        int devices = 2 + random.nextInt(2);
        return Instances.of(devices, 3)
                .costs(100 + random.nextInt(200), 100 + random.nextInt(200), 50 + random.nextInt(200))
                .stageCosts(random.nextInt(devices), 100 + random.nextInt(300), 200, 100)
                .latency(random.nextInt(50))
                .memory(0, 2, 1, 0)
                .limit(2 + random.nextInt(3))
                .backward(random.nextBoolean() ? Backward.SPLIT : Backward.FUSED)
                .problem();
    }

    private static long optimum(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result.lowerBound();
    }

    private static long raisedFrom(long known, Problem problem) {
        Deadline deadline = new Deadline(OPTIONS.timeLimit(), new CancelToken());
        Progress progress = new Progress(problem, OPTIONS, SolveListener.NONE, deadline);
        progress.raiseBound(Certificate.closedForm(known, "known", Certificate.WHOLE_PROBLEM));
        EngineRuns engineRuns = new EngineRuns(OPTIONS, deadline, progress::isDone);
        Relaxations relaxations = new Relaxations(new ProblemAnalysis(problem), progress, engineRuns);
        relaxations.begin(1);
        relaxations.spend(1);
        return progress.certificate().value();
    }
}
