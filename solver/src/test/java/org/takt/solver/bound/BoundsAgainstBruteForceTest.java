package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.oracle.BruteForce;
import org.takt.solver.oracle.RandomProblems;

/** No bound in closed form exceeds the optimum, and none claims a memory shortage where there is a schedule. */
class BoundsAgainstBruteForceTest {
    private static final int SEEDS = 500;
    private static final long MAX_NODES = 50_000;

    /** Few of these problems have several micro-batches that are alike, or a pipeline of micro-batches that differ. */
    private static final List<String> RARE = List.of(
            "split batch",
            "batch in order",
            "orders of meetings",
            "residence of a long micro-batch",
            "way and turn of a long micro-batch");

    /** Those under tight memory are no pipelines. */
    private static final List<String> FOR_PIPELINES =
            List.of("residence of a long micro-batch", "way and turn of a long micro-batch");

    @Test
    void noneExceedsTheOptimumOfAnyProblem() {
        check(
                LongStream.range(0, SEEDS).mapToObj(RandomProblems::any),
                ClosedFormBounds.all().size());
    }

    /** Here memory is what decides, so that its bounds have more to say, and reach the optimum. */
    @Test
    void noneExceedsTheOptimumUnderTightMemory() {
        Map<String, Integer> reached = check(
                LongStream.range(0, SEEDS).mapToObj(RandomProblems::tight),
                ClosedFormBounds.all().size() - FOR_PIPELINES.size());
        assertThat(reached.get("memory round trip")).isGreaterThan(SEEDS / 20);
        assertThat(reached.get("memory-limited warm-up and drain")).isGreaterThan(SEEDS / 20);
    }

    /** Returns how often each bound reaches the optimum; so many say something. */
    private static Map<String, Integer> check(Stream<Problem> problems, int bounds) {
        Map<String, Integer> positive = new TreeMap<>();
        Map<String, Integer> reached = new TreeMap<>();
        problems.flatMap(BoundsAgainstBruteForceTest::underEveryObjective).forEach(problem -> {
            ProblemAnalysis analysis = new ProblemAnalysis(problem);
            List<Certificate> certificates = ClosedFormBounds.certificates(analysis);
            optimum(problem).ifPresent(optimum -> {
                assertThat(MemoryNeed.shortages(analysis))
                        .as("shortage of %s", problem)
                        .isEmpty();
                for (Certificate certificate : certificates) {
                    assertThat(certificate.value())
                            .as("%s of %s", certificate, problem)
                            .isBetween(0L, optimum.value());
                    if (certificate.value() > 0) {
                        positive.merge(certificate.bound(), 1, Integer::sum);
                        reached.merge(
                                certificate.bound(), certificate.value() == optimum.value() ? 1 : 0, Integer::sum);
                    }
                }
            });
        });
        assertThat(positive).hasSize(bounds).allSatisfy((bound, count) -> assertThat(count)
                .as(bound)
                .isGreaterThan(RARE.contains(bound) ? 0 : SEEDS / 20));
        return reached;
    }

    private static Stream<Problem> underEveryObjective(Problem problem) {
        return Stream.of(
                        problem,
                        problem.withObjective(Objective.MAKESPAN),
                        problem.withObjective(Objective.MAX_DEVICE_SPAN))
                .distinct();
    }

    /** Returns the optimum, or nothing where there is none or the problem is not tiny after all. */
    private static Optional<BruteForce.Optimum> optimum(Problem problem) {
        try {
            return BruteForce.solve(problem, MAX_NODES);
        } catch (BruteForce.SearchTooLongException tooLong) {
            return Optional.empty();
        }
    }
}
