package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Objective;
import org.takt.model.schedule.TimePerMicroBatch;
import org.takt.model.verification.PeriodicVerdict;
import org.takt.model.verification.PeriodicVerifier;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;

class PeriodicSearchTest {
    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(2)).withWorkers(1);

    private static PeriodicSolution solved(Instances instance) {
        Instance period = instance.objective(Objective.PERIOD).instance();
        PeriodicSolution solution = Takt.solvePeriod(period, OPTIONS.withTimeLimit(Duration.ofSeconds(20)));
        System.err.println("XX " + solution.status() + " "
                + solution.best().map(b -> b.value() + " of " + b.schedule().microBatches() + " by " + b.source())
                + " bound " + solution.certificate().describe() + " in " + solution.elapsed());
        solution.best().ifPresent(best -> assertThat(
                        new PeriodicVerifier(Takt.unit(period, best.schedule().microBatches())).verify(best.schedule()))
                .isEqualTo(new PeriodicVerdict.Accepted(best.report())));
        return solution;
    }

    private static TimePerMicroBatch value(PeriodicSolution solution) {
        return solution.best().orElseThrow().value();
    }

    /** PipeDream (SOSP 2019): without flush 1F1B is as fast as the slowest stage, F + B. */
    @Test
    void oneForwardOneBackwardReachesTheLoadOfTheSlowestStage() {
        PeriodicSolution solution = solved(Instances.of(4, 8).costs(5, 6, 4));
        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        assertThat(value(solution)).isEqualTo(TimePerMicroBatch.of(15, 1));
    }

    @Test
    void unequal() {
        solved(Instances.of(4, 8).costs(5, 6, 4).stageCosts(2, 7, 9, 5).backward(Backward.SPLIT));
        solved(Instances.of(4, 8)
                .costs(5, 6, 4)
                .stageCosts(2, 7, 9, 5)
                .backward(Backward.SPLIT)
                .memory(0, 6, 2, 0)
                .limit(18));
        solved(Instances.of(4, 8)
                .costs(5, 6, 4)
                .backward(Backward.EITHER)
                .memory(0, 6, 2, 0)
                .limit(12));
        solved(Instances.of(4, 8)
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 6, 2, 0)
                .limit(14));
        solved(Instances.of(4, 8).stages(8).costs(5, 6, 4).memory(0, 6, 2, 0).limit(24));
        solved(Instances.of(8, 8)
                .stageCosts(3, 4, 3, 1)
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 6, 2, 0)
                .limit(24));
    }

    /** With room for K micro-batches the first device of p waits for the round trip, p · (F + B), each K of them. */
    @Test
    void boundedMemoryGivesTheRoundTripByTheNumberInFlight() {
        for (int room = 1; room <= 4; room++) {
            PeriodicSolution solution =
                    solved(Instances.of(3, 8).costs(2, 2, 1).memory(0, 4, 0, 0).limit(4 * room + 1));
            TimePerMicroBatch expected = room < 3 ? TimePerMicroBatch.of(15, room) : TimePerMicroBatch.of(5, 1);
            assertThat(value(solution)).isEqualTo(expected);
            assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        }
    }
}
