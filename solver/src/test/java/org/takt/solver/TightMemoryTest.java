package org.takt.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

/** Small pipelines at and below the memory of 1F1B are solved to proved optimality, each in a second or so. */
class TightMemoryTest {
    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(2);

    /**
     * Costs, lag and memory, then the optima at a half, three quarters and all of what 1F1B needs. Those of 5/6/4 at all
     * of it are known from the project's ILP too (141 with 4 devices, 8 micro-batches and no lag); the last six are the
     * profiles of the paper (arXiv 2401.10241), in microseconds.
     */
    @ParameterizedTest
    @CsvSource({
        "2, 4, 5, 6, 4, 0, 2, 1, 104, 92, 67",
        "2, 8, 5, 6, 4, 0, 2, 1, 208, 180, 127",
        "3, 6, 5, 6, 4, 0, 2, 1, 202, 130, 104",
        "3, 8, 5, 6, 4, 0, 2, 1, 268, 171, 134",
        "4, 4, 5, 6, 4, 0, 2, 1, 111, 96, 81",
        "4, 8, 5, 6, 4, 0, 2, 1, 215, 163, 141",
        "2, 4, 5, 6, 4, 1, 2, 1, 112, 100, 71",
        "2, 8, 5, 6, 4, 1, 2, 1, 224, 196, 131",
        "3, 6, 5, 6, 4, 1, 2, 1, 226, 140, 112",
        "3, 8, 5, 6, 4, 1, 2, 1, 300, 183, 142",
        "4, 4, 5, 6, 4, 1, 2, 1, 123, 108, 87",
        "4, 8, 5, 6, 4, 1, 2, 1, 235, 179, 153",
        "2, 4, 14, 15, 10, 1, 2, 1, 280, 250, 179",
        "2, 8, 14, 15, 10, 1, 2, 1, 560, 490, 335",
        "3, 6, 14, 15, 10, 1, 2, 1, 556, 350, 280",
        "3, 8, 14, 15, 10, 1, 2, 1, 738, 459, 358",
        "4, 4, 14, 15, 10, 1, 2, 1, 303, 264, 219",
        "4, 8, 14, 15, 10, 1, 2, 1, 583, 443, 381",
        "4, 8, 18513, 18086, 9331, 626, 201216, 73728, 700020, 532458, 456756",
        "4, 8, 18522, 18086, 9337, 601, 201216, 73728, 699715, 532205, 456585",
        "4, 8, 18546, 18097, 9321, 762, 201216, 73728, 703418, 535156, 458822",
        "4, 8, 29718, 29444, 19927, 527, 303104, 131072, 1155783, 877173, 756741",
        "4, 8, 29802, 29428, 19530, 577, 303104, 131072, 1155160, 876872, 756104",
        "4, 8, 29935, 29621, 19388, 535, 303104, 131072, 1158868, 879728, 758476",
    })
    void isProvedOptimal(
            int p, int m, long f, long b, long w, long lag, long memory, long kept, long half, long most, long all) {
        Instances pipeline = Instances.of(p, m)
                .costs(f, b, w)
                .latency(lag)
                .memory(0, memory, kept, 0)
                .backward(Backward.SPLIT);

        assertThat(Stream.of(2, 3, 4)
                        .map(quarters -> optimum(
                                pipeline.limit(p * memory * quarters / 4).instance())))
                .containsExactly(half, most, all);
    }

    private static long optimum(Instance instance) {
        Solution solution = Takt.solve(instance, OPTIONS);
        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        Schedule schedule = solution.best().orElseThrow().schedule();
        assertThat(new Verifier(solution.problem()).verify(schedule)).isInstanceOf(Verdict.Accepted.class);
        assertThat(solution.certificate().value())
                .isEqualTo(solution.best().orElseThrow().report().value());
        return solution.certificate().value();
    }
}
