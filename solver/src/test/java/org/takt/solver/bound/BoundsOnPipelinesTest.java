package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;

/**
 * The closed forms on pipelines beyond brute force, against the optimum that CP-SAT proves without them: two or three
 * devices, equal micro-batches, and room for one of them up to all but one.
 */
class BoundsOnPipelinesTest {
    private static final int PIPELINES = 60;

    @Test
    void noneExceedsTheOptimum() {
        Random random = new Random(1);
        Map<String, Integer> reached = new TreeMap<>();
        for (int round = 0; round < PIPELINES; round++) {
            Problem pipeline = pipeline(random);
            long makespan = check(pipeline, reached);
            check(pipeline.withObjective(Objective.MAX_DEVICE_SPAN), reached);
            check(pipeline.withObjective(new Objective.PeakMemory(makespan + random.nextInt(5))), reached);
        }
        assertThat(reached.get("memory-limited warm-up and drain")).isGreaterThan(PIPELINES / 4);
        assertThat(reached.get("split batch")).isPositive();
        assertThat(reached.get("memory round trip")).isPositive();
        assertThat(reached.get("head + load + tail")).isPositive();
    }

    private static long check(Problem problem, Map<String, Integer> reached) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        for (Certificate certificate : ClosedFormBounds.certificates(new ProblemAnalysis(problem))) {
            assertThat(certificate.value())
                    .as("%s of %s", certificate, problem)
                    .isLessThanOrEqualTo(result.lowerBound());
            reached.merge(certificate.bound(), certificate.value() == result.lowerBound() ? 1 : 0, Integer::sum);
        }
        return result.lowerBound();
    }

    /** Costs may be 0; a limit of 2 per micro-batch that fits, of which each keeps 1 for its weight gradient. */
    private static Problem pipeline(Random random) {
        int microBatches = 3 + random.nextInt(4);
        return Instances.of(2 + random.nextInt(2), microBatches)
                .costs(random.nextInt(4), random.nextInt(4), random.nextInt(4))
                .latency(random.nextInt(4))
                .memory(random.nextInt(2), 2, random.nextInt(3), 0)
                .limit(2L * (1 + random.nextInt(microBatches - 1)) + 1)
                .backward(List.of(Backward.SPLIT, Backward.SPLIT, Backward.EITHER, Backward.FUSED)
                        .get(random.nextInt(4)))
                .problem();
    }
}
