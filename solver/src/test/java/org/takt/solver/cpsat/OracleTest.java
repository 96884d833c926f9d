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
    private static final long SEEDS = 2000;

    private final CpSatEngine engine = new CpSatEngine();

    @Test
    void optimaAgreeWithBruteForce() {
        Map<String, Integer> outcomes = new HashMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Problem problem = RandomProblems.any(seed);
            try {
                Optional<BruteForce.Optimum> optimum = BruteForce.solve(problem, MAX_NODES);
                if (optimum.isPresent()) {
                    assertOptimum(problem, optimum.get(), "seed " + seed);
                } else {
                    assertInfeasible(problem, "seed " + seed);
                }
                outcomes.merge(problem.objective().name() + " " + optimum.isPresent(), 1, Integer::sum);
            } catch (BruteForce.SearchTooLongException tooLong) {
                outcomes.merge("too long", 1, Integer::sum);
            }
        }
        assertThat(outcomes.getOrDefault("too long", 0)).isLessThan((int) SEEDS / 10);
        assertThat(outcomes).hasSizeGreaterThanOrEqualTo(6).allSatisfy((outcome, count) -> assertThat(count)
                .isPositive());
        assertThat(outcomes.get("MAKESPAN true")).isGreaterThan(200);
        assertThat(outcomes.get("MAX_DEVICE_SPAN true")).isGreaterThan(200);
        assertThat(outcomes.get("PEAK_MEMORY true")).isGreaterThan(200);
    }

    private void assertOptimum(Problem problem, BruteForce.Optimum optimum, String seed) {
        CpSatRequest request = CpSatRequest.of(problem, Duration.ofMinutes(5));
        CpSatResult result = engine.solve(request);
        assertThat(result.outcome()).as(seed).isEqualTo(Outcome.OPTIMAL);
        assertThat(result.lowerBound()).as(seed).isEqualTo(optimum.value());
        assertThat(Incumbent.of(problem, result.schedule().orElseThrow()).map(Incumbent::value))
                .as(seed)
                .hasValue(optimum.value());
        if (optimum.value() > 0) {
            CpSatResult better =
                    engine.solve(request.withHint(optimum.schedule()).withObjectiveAtMost(optimum.value() - 1));
            assertThat(better.outcome()).as(seed).isEqualTo(Outcome.INFEASIBLE);
            assertThat(better.lowerBound()).as(seed).isEqualTo(optimum.value());
        }
    }

    private void assertInfeasible(Problem problem, String seed) {
        CpSatResult result = engine.solve(CpSatRequest.of(problem, Duration.ofMinutes(5)));
        assertThat(result.outcome()).as(seed).isEqualTo(Outcome.INFEASIBLE);
        assertThat(result.schedule()).as(seed).isEmpty();
        assertThat(result.lowerBound()).as(seed).isEqualTo(Long.MAX_VALUE);
    }
}
