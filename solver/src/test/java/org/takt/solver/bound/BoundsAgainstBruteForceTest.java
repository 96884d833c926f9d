package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.oracle.BruteForce;
import org.takt.solver.oracle.RandomProblems;

/** No bound in closed form exceeds the optimum, and none claims a memory shortage where there is a schedule. */
class BoundsAgainstBruteForceTest {
    private static final int PROBLEMS = 600;
    private static final long MAX_NODES = 300_000;

    static Stream<LowerBound> bounds() {
        return ClosedFormBounds.all().stream();
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void neverExceedsTheOptimum(LowerBound bound) {
        int positive = 0;
        for (int seed = 0; seed < PROBLEMS; seed++) {
            for (Problem problem : problems(seed)) {
                Optional<BruteForce.Optimum> optimum = optimum(problem);
                if (optimum.isPresent()) {
                    Certificate certificate = bound.compute(new ProblemAnalysis(problem));
                    assertThat(certificate.value())
                            .as("seed %s, %s, %s", seed, problem.objective(), certificate)
                            .isBetween(0L, optimum.get().value());
                    positive += certificate.value() > 0 ? 1 : 0;
                }
            }
        }
        assertThat(positive).as("problems of which the bound says something").isGreaterThan(PROBLEMS / 20);
    }

    @Test
    void claimsShortageOnlyWhereThereIsNoSchedule() {
        int shortages = 0;
        for (int seed = 0; seed < PROBLEMS; seed++) {
            for (Problem problem : problems(seed)) {
                if (MemoryNeed.shortage(new ProblemAnalysis(problem)).isPresent()) {
                    shortages++;
                    assertThat(optimum(problem)).as("seed %s", seed).isEmpty();
                }
            }
        }
        assertThat(shortages).isPositive();
    }

    private static Iterable<Problem> problems(int seed) {
        Problem problem = RandomProblems.any(seed);
        return Stream.of(
                        problem,
                        problem.withObjective(Objective.MAKESPAN),
                        problem.withObjective(Objective.MAX_DEVICE_SPAN))
                .distinct()
                .toList();
    }

    private static Optional<BruteForce.Optimum> optimum(Problem problem) {
        try {
            return BruteForce.solve(problem, MAX_NODES);
        } catch (BruteForce.SearchTooLongException tooLong) {
            return Optional.empty();
        }
    }
}
