package org.takt.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.takt.model.problem.Problem;
import org.takt.solver.cpsat.CpSatResult.Outcome;
import org.takt.solver.oracle.BruteForce;
import org.takt.solver.oracle.RandomProblems;

/** The engine against brute force on tiny random problems of every kind. */
class OracleTest {
    private static final long MAX_NODES = 300_000;
    private static final long SEEDS = 1500;

    @Test
    void optimaAgreeWithBruteForce() {
        CpSatEngine engine = new CpSatEngine();
        Map<String, Integer> outcomes = new HashMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Problem problem = RandomProblems.any(seed);
            Optional<BruteForce.Optimum> optimum;
            try {
                optimum = BruteForce.solve(problem, MAX_NODES);
            } catch (BruteForce.SearchTooLongException tooLong) {
                continue;
            }
            CpSatResult result = engine.solve(CpSatRequest.of(problem, Duration.ofMinutes(5)));
            if (optimum.isPresent()) {
                assertThat(result.outcome()).as("seed %d", seed).isEqualTo(Outcome.OPTIMAL);
                assertThat(result.lowerBound())
                        .as("seed %d", seed)
                        .isEqualTo(optimum.get().value());
                assertThat(Incumbent.of(problem, result.schedule().orElseThrow())
                                .orElseThrow()
                                .value())
                        .as("seed %d", seed)
                        .isEqualTo(optimum.get().value());
            } else {
                assertThat(result.outcome()).as("seed %d", seed).isEqualTo(Outcome.INFEASIBLE);
                assertThat(result.lowerBound()).as("seed %d", seed).isEqualTo(Long.MAX_VALUE);
            }
            outcomes.merge(problem.objective().name() + " " + result.outcome(), 1, Integer::sum);
        }
        System.out.println(outcomes);
    }
}
