package org.takt.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Placement;
import org.takt.model.json.InstanceReader;
import org.takt.model.problem.Objective;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.oracle.BruteForce;
import org.takt.solver.oracle.RandomProblems;

class EstimateTest {
    private static Instance zeroBubble(String limit) throws IOException {
        return InstanceReader.read(Path.of("../instances/zero-bubble/zb-iclr-1p5b-p8-m32-" + limit + ".json"));
    }

    private static long value(Estimate estimate) {
        return estimate.best().orElseThrow().report().value();
    }

    /** ZB-H1 (arXiv 2401.10241) attains the closed-form bound at 1F1B's memory. */
    @Test
    void provesZeroBubbleOptimalAtTheMemoryOf1F1B() throws IOException {
        Estimate estimate = Takt.estimate(zeroBubble("1x"));

        assertThat(value(estimate)).isEqualTo(1_678_164);
        assertThat(estimate.best().orElseThrow().source()).isEqualTo("ZB-H1");
        assertThat(estimate.certificate().value()).isEqualTo(1_678_164);
        assertThat(estimate.gap()).isZero();
    }

    /** The load of the busiest device between the paths to and from it is attained where memory is ample. */
    @Test
    void reachesTheLoadWithTwiceThatMemory() throws IOException {
        Estimate estimate = Takt.estimate(zeroBubble("2x"));

        assertThat(estimate.gap()).isZero();
        assertThat(estimate.certificate().bound()).isEqualTo("head + load + tail");
    }

    @Test
    void enclosesTheOptimumOfRandomInstances() {
        int priced = 0;
        for (int seed = 0; seed < 150; seed++) {
            Instance instance = RandomProblems.instance(seed);
            Estimate estimate = Takt.estimate(instance);
            Optional<BruteForce.Optimum> optimum = BruteForce.solve(Expander.expand(instance));
            if (optimum.isPresent()) {
                assertThat(estimate.infeasibility()).as("seed %s", seed).isEmpty();
                assertThat(estimate.certificate().value())
                        .as("seed %s", seed)
                        .isLessThanOrEqualTo(optimum.get().value());
            } else {
                assertThat(estimate.best()).as("seed %s", seed).isEmpty();
                assertThat(estimate.gap()).isEqualTo(1);
            }
            if (estimate.best().isPresent()) {
                priced++;
                assertThat(value(estimate))
                        .as("seed %s", seed)
                        .isGreaterThanOrEqualTo(optimum.orElseThrow().value());
            }
        }
        assertThat(priced).isGreaterThan(50);
    }

    @Test
    void isAVerifiedScheduleOfTheExpandedInstance() throws IOException {
        Instance instance = zeroBubble("0p5x").withObjective(Objective.MAX_DEVICE_SPAN);
        Solution.Best best = Takt.estimate(instance).best().orElseThrow();

        Verdict verdict = new Verifier(Expander.expand(instance)).verify(best.schedule());

        assertThat(verdict).isEqualTo(new Verdict.Accepted(best.report()));
    }

    @Test
    void saysWhyThereIsNoSchedule() {
        Estimate estimate =
                Takt.estimate(Instances.of(2, 2).memory(1, 5, 0, 0).limit(5).instance());

        assertThat(estimate.best()).isEmpty();
        assertThat(estimate.infeasibility().orElseThrow()).contains("Device d0 needs at least 6 units of memory");
    }

    /** Two devices with a V of four stages, F = I = W = 1, four micro-batches: 24 ticks of work on each. */
    @Test
    void pricesChunkedAndFusedPipelines() {
        Instance chunked =
                Instances.of(2, 4).stages(4).placement(new Placement.V()).instance();

        Estimate split = Takt.estimate(chunked.withBackward(Backward.SPLIT));
        Estimate fused = Takt.estimate(chunked);
        Estimate either = Takt.estimate(chunked.withBackward(Backward.EITHER));

        assertThat(value(split)).isBetween(24L, 26L);
        assertThat(value(fused)).isGreaterThanOrEqualTo(value(split));
        assertThat(value(either)).isLessThanOrEqualTo(Math.max(value(split), value(fused)));
    }

    @Test
    void isTheSameEveryTime() throws IOException {
        Instance instance = zeroBubble("0p75x");

        assertThat(Takt.estimate(instance)).isEqualTo(Takt.estimate(instance));
    }
}
