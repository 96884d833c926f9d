package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.takt.model.problem.Problem;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.oracle.BruteForce;

/** Compares a bound with optima of random problems: it never exceeds one, and reaches some. */
record BoundOracle(LowerBound bound, int problems) {
    /** Compares with what brute force finds, and expects the bound to be the optimum on one problem of so many. */
    void compareWithBruteForce(Function<Random, Problem> generator, long seed, int oneOf) {
        compare(generator, problem -> BruteForce.solve(problem).orElseThrow().value(), seed, oneOf);
    }

    /** Likewise with what the exact model proves. */
    void compareWithExactModel(Function<Random, Problem> generator, long seed, int oneOf) {
        compare(generator, BoundOracle::provedOptimum, seed, oneOf);
    }

    private void compare(Function<Random, Problem> generator, ToLongFunction<Problem> oracle, long seed, int oneOf) {
        Random random = new Random(seed);
        int reached = 0;
        for (int round = 0; round < problems; round++) {
            Problem problem = generator.apply(random);
            long optimum = oracle.applyAsLong(problem);
            long value = bound.compute(new ProblemAnalysis(problem)).value();
            assertThat(value).as("%s", problem).isLessThanOrEqualTo(optimum);
            reached += value == optimum ? 1 : 0;
        }
        assertThat(reached).isGreaterThan(problems / oneOf);
    }

    private static long provedOptimum(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(5)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result.lowerBound();
    }
}
