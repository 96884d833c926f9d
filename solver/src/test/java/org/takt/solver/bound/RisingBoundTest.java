package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.takt.model.certificate.Certificate;
import org.takt.model.expansion.Expander;
import org.takt.model.json.InstanceReader;
import org.takt.model.problem.Problem;
import org.takt.solver.oracle.RandomProblems;

class RisingBoundTest {
    /** Asked for a little more each time, it gets as far as when asked for all at once. */
    private static void assertThatRises(Problem problem) {
        long highest = ClosedFormBounds.quickest(new ProblemAnalysis(problem))
                .riseTo(Long.MAX_VALUE)
                .value();
        RisingBound bound = ClosedFormBounds.quickest(new ProblemAnalysis(problem));
        long asked = 0;
        long reached = 0;
        while (reached >= asked) {
            asked = reached + 1;
            reached = bound.riseTo(asked).value();
            assertThat(reached).isBetween(Math.min(asked, highest), highest);
        }
        assertThat(reached).isEqualTo(highest);
    }

    @Test
    void risesAsFarInStepsOnRandomProblems() {
        for (int seed = 0; seed < 200; seed++) {
            assertThatRises(Expander.expand(RandomProblems.instance(seed)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zero-bubble/zb-iclr-1p5b-p8-m24-0p5x",
                "zero-bubble/zb-iclr-1p5b-p8-m24-1x",
                "zero-bubble/zb-iclr-1p5b-p8-m24-2x",
                "heterogeneous/heterogeneous-slow-p8-m16-0p5x",
                "chunked/chunked-v2-p4-m8-0p5x",
                "chunked/chunked-v2-p8-m16-1x"
            })
    void risesAsFarInStepsOnPipelines(String instance) throws IOException {
        assertThatRises(problem(instance));
    }

    private static Problem problem(String instance) throws IOException {
        return Expander.expand(InstanceReader.read(Path.of("../instances/" + instance + ".json")));
    }

    /** At 1F1B's memory the first device's warm-up and drain are what ZB-H1 attains. */
    @Test
    void saysWhichBoundIsAttained() throws IOException {
        Problem problem = problem("zero-bubble/zb-iclr-1p5b-p8-m32-1x");

        Certificate certificate =
                ClosedFormBounds.quickest(new ProblemAnalysis(problem)).riseTo(1_678_164);

        assertThat(certificate.value()).isEqualTo(1_678_164);
        assertThat(certificate.bound()).isEqualTo(new WarmUpAndDrainBound().name());
        assertThat(certificate.scope()).isEqualTo("device gpu0");
    }
}
