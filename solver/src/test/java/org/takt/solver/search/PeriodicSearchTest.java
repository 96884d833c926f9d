package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Objective;
import org.takt.model.schedule.TimePerMicroBatch;
import org.takt.model.verification.PeriodicVerdict;
import org.takt.model.verification.PeriodicVerifier;
import org.takt.solver.CancelToken;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;

class PeriodicSearchTest {
    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(2)).withWorkers(1);

    /** Returns the solution, whose schedule the verifier has accepted once more. */
    private static PeriodicSolution solved(Instances instances, SolveOptions options) {
        Instance instance = instances.objective(Objective.PERIOD).instance();
        PeriodicSolution solution = Takt.solvePeriod(instance, options);
        solution.best().ifPresent(best -> {
            assertThat(best.unit())
                    .isEqualTo(Takt.unit(instance, best.schedule().microBatches()));
            assertThat(new PeriodicVerifier(best.unit()).verify(best.schedule()))
                    .isEqualTo(new PeriodicVerdict.Accepted(best.report()));
            assertThat(best.value())
                    .isGreaterThanOrEqualTo(solution.certificate().value());
        });
        return solution;
    }

    private static void isOptimal(Instances instances, TimePerMicroBatch value) {
        PeriodicSolution solution = solved(instances, OPTIONS);
        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        assertThat(solution.best().orElseThrow().value()).isEqualTo(value);
        assertThat(solution.certificate().value()).isEqualTo(value);
        assertThat(solution.gap()).isZero();
    }

    /** PipeDream (SOSP 2019): without flush 1F1B is as fast as the slowest stage, F + B. */
    @Test
    void oneForwardOneBackwardReachesTheLoadOfTheSlowestStage() {
        isOptimal(Instances.of(4, 1).costs(5, 6, 4), TimePerMicroBatch.of(15, 1));
        isOptimal(Instances.of(4, 1).costs(5, 6, 4).stageCosts(2, 7, 9, 5), TimePerMicroBatch.of(21, 1));
    }

    /** With room for K micro-batches, the first of three devices waits for the round trip, 3 · (F + B), once for K of them. */
    @ParameterizedTest
    @CsvSource({"1, 15, 1", "2, 15, 2", "3, 5, 1", "4, 5, 1"})
    void boundedMemoryGivesTheRoundTripByTheNumberInFlight(int room, long ticks, long microBatches) {
        isOptimal(
                Instances.of(3, 1).costs(2, 2, 1).memory(0, 4, 0, 0).limit(4 * room + 1),
                TimePerMicroBatch.of(ticks, microBatches));
    }

    /** Two weight versions, as PipeDream-2BW keeps them, are constant memory: they take room from micro-batches. */
    @Test
    void weightVersionsTakeRoomFromMicroBatches() {
        isOptimal(Instances.of(3, 1).costs(2, 2, 1).memory(4, 4, 0, 0).limit(12), TimePerMicroBatch.of(15, 2));
        isOptimal(Instances.of(3, 1).costs(2, 2, 1).memory(8, 4, 0, 0).limit(12), TimePerMicroBatch.of(15, 1));
    }

    @Test
    void theNumberOfTheInstancesMicroBatchesDoesNotMatter() {
        SolveOptions options = OPTIONS.withTimeLimit(Duration.ofSeconds(10));
        PeriodicSolution one = solved(Instances.of(3, 1).costs(2, 2, 1).backward(Backward.SPLIT), options);
        PeriodicSolution many = solved(Instances.of(3, 50).costs(2, 2, 1).backward(Backward.SPLIT), options);
        assertThat(one.best()).isEqualTo(many.best());
    }

    /** Units of one and of two micro-batches, CP-SAT included: nobody reaches the bound here. */
    @Test
    void neverClaimsMoreThanTheBoundWhereItIsNotReached() {
        PeriodicSolution solution = solved(
                Instances.of(2, 1)
                        .costs(5, 6, 4)
                        .backward(Backward.SPLIT)
                        .memory(0, 6, 2, 0)
                        .limit(7),
                OPTIONS.withTimeLimit(Duration.ofSeconds(2)));
        assertThat(solution.best()).isPresent();
        assertThat(solution.gap()).isBetween(0.0, 1.0);
    }

    /** Two chunks on each device and memory for four: the candidates of a batch repeat longer kernels. */
    @Test
    void moduloSchedulingFindsShortUnitsWhereChunksHaveLittleMemory() {
        Instances chunked = Instances.of(4, 1)
                .stages(8)
                .placement(new Placement.Loop())
                .costs(15, 14, 10)
                .latency(1)
                .memory(0, 1, 0, 0)
                .limit(4)
                .backward(Backward.SPLIT);
        PeriodicSolution solution = solved(chunked, OPTIONS.withGap(0.02));
        assertThat(solution.status()).isEqualTo(Status.WITHIN_GAP);
        assertThat(solution.best().orElseThrow().source()).isEqualTo("modulo scheduling of units of 1");
    }

    @Test
    void saysWhyThereIsNone() {
        PeriodicSolution solution = solved(Instances.of(2, 1).memory(0, 4, 0, 0).limit(3), OPTIONS);
        assertThat(solution.status()).isEqualTo(Status.INFEASIBLE);
        assertThat(solution.infeasibility().orElseThrow()).contains("Device d0 needs at least 4");
        assertThat(solution.best()).isEmpty();
    }

    @Test
    void stopsWhenCancelled() {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        PeriodicSolution solution = solved(Instances.of(4, 1), OPTIONS.withCancelToken(cancelled));
        assertThat(solution.status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void eachObjectiveHasItsOwnSolve() {
        Instance batch = Instances.of(2, 2).instance();
        Instance endless = Instances.of(2, 2).objective(Objective.PERIOD).instance();
        assertThatThrownBy(() -> Takt.solvePeriod(batch, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected PERIOD");
        assertThatThrownBy(() -> Takt.solve(endless, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PERIOD");
        assertThatThrownBy(() -> Takt.bound(endless, OPTIONS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Takt.estimate(endless)).isInstanceOf(IllegalArgumentException.class);
    }
}
