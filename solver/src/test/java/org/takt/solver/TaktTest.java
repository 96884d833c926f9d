package org.takt.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.oracle.BruteForce;
import org.takt.solver.oracle.RandomProblems;

class TaktTest {
    private static final SolveOptions QUICK = SolveOptions.DEFAULTS.withTimeLimit(Duration.ofSeconds(20));

    /** Two devices, three micro-batches, F = I = W = 1: 9 ticks of work behind one of waiting. */
    @Test
    void provesTheOptimumOfASmallPipeline() {
        Instance instance = split(Instances.of(2, 3));
        Solution solution = Takt.solve(instance, QUICK);
        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        assertThat(value(solution)).isEqualTo(10);
        assertThat(solution.certificate().value()).isEqualTo(10);
        assertThat(solution.gap()).isZero();
    }

    @Test
    void findsTheOptimumOfRandomInstancesAndProvesIt() {
        int feasible = 0;
        int infeasible = 0;
        for (int seed = 0; seed < 150; seed++) {
            Instance instance = RandomProblems.instance(seed);
            Optional<BruteForce.Optimum> optimum = BruteForce.solve(Expander.expand(instance));
            Solution solution = Takt.solve(instance, QUICK);
            if (optimum.isPresent()) {
                feasible++;
                assertThat(solution.status()).as("seed %s", seed).isEqualTo(Status.OPTIMAL);
                assertThat(value(solution))
                        .as("seed %s", seed)
                        .isEqualTo(optimum.get().value());
                assertThat(solution.certificate().value())
                        .isEqualTo(optimum.get().value());
                assertThat(verdict(solution)).isInstanceOf(Verdict.Accepted.class);
            } else {
                infeasible++;
                assertThat(solution.status()).as("seed %s", seed).isEqualTo(Status.INFEASIBLE);
                assertThat(solution.best()).isEmpty();
            }
        }
        assertThat(feasible).isGreaterThan(50);
        assertThat(infeasible).isPositive();
    }

    @Test
    void namesTheDeviceThatIsShortOfMemoryAndWhatItNeeds() {
        Solution solution =
                Takt.solve(Instances.of(2, 2).memory(1, 5, 0, 0).limit(5).instance(), QUICK);
        assertThat(solution.status()).isEqualTo(Status.INFEASIBLE);
        assertThat(solution.infeasibility().orElseThrow())
                .contains("Device d0 needs at least 6 MiB, but its limit is 5.")
                .contains("Device d1 needs at least 6");
    }

    @Test
    void provesThatACeilingIsTooLow() {
        Instance instance = Instances.of(2, 2).memory(0, 1, 0, 0).instance().withObjective(new Objective.PeakMemory(6));
        Solution solution = Takt.solve(instance, QUICK);
        assertThat(solution.status()).isEqualTo(Status.INFEASIBLE);
        assertThat(solution.infeasibility().orElseThrow()).contains("its ceiling is 6");
    }

    /** At the makespan of 1F1B, 8 ticks for 2 devices and 2 micro-batches, device 0 holds both activations. */
    @Test
    void lowersThePeakAsFarAsTheCeilingAllows() {
        Instance pipeline = Instances.of(2, 2).memory(0, 1, 0, 0).instance();
        Solution tight = Takt.solve(pipeline.withObjective(new Objective.PeakMemory(9)), QUICK);
        Solution loose = Takt.solve(pipeline.withObjective(new Objective.PeakMemory(100)), QUICK);
        assertThat(tight.status()).isEqualTo(Status.OPTIMAL);
        assertThat(value(tight)).isEqualTo(2);
        assertThat(loose.status()).isEqualTo(Status.OPTIMAL);
        assertThat(value(loose)).isEqualTo(1);
    }

    @Test
    void stopsWithinTheGapThatIsAskedFor() throws Exception {
        Solution solution = Takt.solve(zeroBubble("1p5x"), QUICK.withGap(0.02));
        assertThat(solution.status()).isIn(Status.WITHIN_GAP, Status.OPTIMAL);
        assertThat(solution.gap()).isLessThanOrEqualTo(0.02);
    }

    @Test
    void returnsTheBestSoFarWhenTheTimeIsUpOrItIsCancelled() throws Exception {
        CancelToken cancelled = new CancelToken();
        Solution timeUp = Takt.solve(zeroBubble("0p75x"), QUICK.withTimeLimit(Duration.ofSeconds(2)));
        Solution stopped = Takt.solve(
                zeroBubble("0p75x"),
                QUICK.withTimeLimit(Duration.ofMinutes(10)).withCancelToken(cancelled),
                new SolveListener() {
                    @Override
                    public void onIncumbent(Duration elapsed, long value, String source) {
                        cancelled.cancel();
                    }
                });
        for (Solution solution : List.of(timeUp, stopped)) {
            assertThat(solution.status()).isEqualTo(Status.FEASIBLE);
            assertThat(verdict(solution)).isInstanceOf(Verdict.Accepted.class);
            assertThat(solution.certificate().value()).isBetween(1L, value(solution));
        }
    }

    @Test
    void saysUnknownWhenStoppedBeforeAnythingIsFound() throws Exception {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        Solution solution = Takt.solve(zeroBubble("1x"), QUICK.withCancelToken(cancelled));
        assertThat(solution.status()).isEqualTo(Status.UNKNOWN);
        assertThat(solution.best()).isEmpty();
    }

    @Test
    void repeatsItselfWithOneWorker() {
        Instance instance =
                split(Instances.of(3, 4).costs(5, 6, 4).memory(0, 3, 1, 0).limit(6));
        SolveOptions options = QUICK.withWorkers(1).withTimeLimit(Duration.ofMinutes(5));
        Solution first = Takt.solve(instance, options);
        Solution second = Takt.solve(instance, options);
        assertThat(second.best().orElseThrow().schedule())
                .isEqualTo(first.best().orElseThrow().schedule());
        assertThat(second.certificate()).isEqualTo(first.certificate());
    }

    @Test
    void tellsTheListenerEachImprovementOnce() {
        List<Long> values = new ArrayList<>();
        List<Certificate> bounds = new ArrayList<>();
        Takt.solve(split(Instances.of(3, 4).costs(5, 6, 4).memory(0, 3, 1, 0).limit(6)), QUICK, new SolveListener() {
            @Override
            public void onIncumbent(Duration elapsed, long value, String source) {
                values.add(value);
            }

            @Override
            public void onBound(Duration elapsed, Certificate certificate) {
                bounds.add(certificate);
            }
        });
        assertThat(values).isNotEmpty().doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(bounds.stream().map(Certificate::value))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void letsAListenersExceptionThrough() {
        SolveListener failing = new SolveListener() {
            @Override
            public void onIncumbent(Duration elapsed, long value, String source) {
                throw new IllegalStateException("listener");
            }
        };
        assertThatThrownBy(() -> Takt.solve(split(Instances.of(2, 2)), QUICK, failing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("listener");
    }

    @Test
    void solvesForSeveralThreadsAtOnceAsForOne() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> solves = new ArrayList<>();
            List<Long> expected = new ArrayList<>();
            for (int microBatches = 2; microBatches <= 12; microBatches++) {
                Instance instance = split(Instances.of(2, microBatches));
                expected.add(3L * microBatches + 1);
                solves.add(() -> value(Takt.solve(instance, QUICK.withWorkers(1))));
            }
            List<Long> found = new ArrayList<>();
            for (Future<Long> future : threads.invokeAll(solves)) {
                found.add(future.get());
            }
            assertThat(found).isEqualTo(expected);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void solvesThousandsOfInstancesInOneJvm() {
        Instance instance = split(Instances.of(2, 3));
        for (int solve = 0; solve < 2000; solve++) {
            assertThat(value(Takt.solve(instance, QUICK))).isEqualTo(10);
        }
    }

    @Test
    void listsBoundsThatNeverExceedTheOptimum() {
        for (int seed = 0; seed < 40; seed++) {
            Instance instance = RandomProblems.instance(seed);
            Optional<BruteForce.Optimum> optimum = BruteForce.solve(Expander.expand(instance));
            List<Certificate> bounds = Takt.bound(instance, QUICK.withTimeLimit(Duration.ofSeconds(1)));
            assertThat(bounds).isNotEmpty();
            optimum.ifPresent(found -> assertThat(bounds)
                    .allSatisfy(bound -> assertThat(bound.value()).isLessThanOrEqualTo(found.value())));
        }
    }

    private static Instance split(Instances instances) {
        return instances.backward(Backward.SPLIT).instance();
    }

    private static Instance zeroBubble(String limit) throws Exception {
        return InstanceReader.read(Path.of("../instances/zero-bubble/zb-iclr-1p5b-p8-m24-" + limit + ".json"));
    }

    private static long value(Solution solution) {
        return solution.best().orElseThrow().report().value();
    }

    private static Verdict verdict(Solution solution) {
        Problem problem = solution.problem();
        return new Verifier(problem).verify(solution.best().orElseThrow().schedule());
    }
}
