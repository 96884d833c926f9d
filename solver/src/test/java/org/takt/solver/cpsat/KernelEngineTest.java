package org.takt.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Timing;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.kernel.Kernel;
import org.takt.solver.kernel.MicroBatchPattern;
import org.takt.solver.kernel.PeriodBound;

class KernelEngineTest {
    private static final Problem PIPELINE = Expander.expand(
            Instances.of(3, 30).backward(Backward.SPLIT).costs(5, 6, 4).instance());

    private static Kernel improved() {
        MicroBatchPattern pattern =
                MicroBatchPattern.of(PIPELINE, new int[PIPELINE.ops().size()]).orElseThrow();
        return new KernelEngine()
                .improve(new KernelRequest(
                        Kernel.sequential(pattern),
                        1_000_000,
                        PeriodBound.of(pattern),
                        Duration.ofMinutes(5),
                        OptionalDouble.of(5),
                        1,
                        0,
                        () -> false));
    }

    /** With ample memory nothing but the load, 5 + 6 + 4, limits the steady state. */
    @Test
    void reachesTheLoadWhereMemoryIsAmple() {
        Kernel kernel = improved();
        assertThat(kernel.period()).isEqualTo(15);
        Verdict verdict = new Verifier(PIPELINE)
                .verify(kernel.unroll(new Timing(PIPELINE)).orElseThrow());
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted) verdict).report().value()).isLessThanOrEqualTo(kernel.lengthOf(30));
    }

    @Test
    void findsTheSameAgain() {
        assertThat(improved()).isEqualTo(improved());
    }
}
