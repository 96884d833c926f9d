package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;

class DeviceLoadBoundTest {
    private static Certificate bound(Problem problem) {
        return new DeviceLoadBound().compute(new ProblemAnalysis(problem));
    }

    /** The last device waits for p − 1 forwards, then has 3 · 6 of work, after the last of which (a weight gradient) there is nothing. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void isHeadAndLoadOfTheLastDevice(int p) {
        Certificate certificate =
                bound(Instances.of(p, 6).costs(1, 1, 1).backward(Backward.SPLIT).problem());

        assertThat(certificate.value()).isEqualTo(p - 1 + 3 * 6);
        assertThat(certificate.scope()).isEqualTo("d" + (p - 1) + " compute");
    }

    /** Full backwards of 2: behind the last one on the last device there are p − 1 more on the way up. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void addsTheTail(int p) {
        assertThat(bound(Instances.of(p, 6).costs(1, 1, 1).problem()).value()).isEqualTo(p - 1 + 3 * 6 + 2 * (p - 1));
    }

    /** The column "trivial makespan LB" of the peers' study: (p − 1) (F + lag) + m (F + B + W), in microseconds. */
    @ParameterizedTest
    @CsvSource({
        "8, 24, 18522, 18086, 9337, 601, 1236541",
        "8, 32, 18513, 18086, 9331, 626, 1603733",
        "8, 64, 18546, 18097, 9321, 762, 3076852",
        "8, 24, 29718, 29444, 19927, 527, 2109851",
        "8, 32, 29802, 29428, 19530, 577, 2732973",
        "8, 64, 29935, 29621, 19388, 535, 5265706",
        "16, 48, 11347, 11248, 8132, 377, 1650756",
        "16, 64, 11307, 11254, 8101, 379, 2137658",
        "16, 128, 11325, 11308, 8109, 378, 4110521",
        "32, 96, 10419, 10207, 7715, 408, 3056373",
        "32, 128, 10408, 10204, 7703, 408, 3959616",
        "32, 256, 10402, 10248, 7698, 460, 7593810",
    })
    void isTheKnownValueOfTheZeroBubbleSettings(int p, int m, long f, long b, long w, long lag, long expected) {
        Instances instances = Instances.of(p, m).costs(f, b, w).latency(lag).backward(Backward.SPLIT);

        assertThat(bound(instances.problem()).value()).isEqualTo(expected);
        assertThat(bound(instances.objective(Objective.MAX_DEVICE_SPAN).problem())
                        .value())
                .isEqualTo(m * (f + b + w));
    }

    @Test
    void countsTheLeastWorkOfAlternatives() {
        Instances either = Instances.of(1, 2).costs(1, 3, 4).backward(Backward.EITHER);

        assertThat(bound(either.problem()).value()).isEqualTo(2 * (1 + 7));
        assertThat(bound(either.fullBackward(5).problem()).value()).isEqualTo(2 * (1 + 5));
    }

    /** A mode that leaves the stream free counts as no work on it, and the shorter of two that hold it as the work. */
    @Test
    void countsTheLeastWorkOfModes() {
        Problems problems = Problems.of(2);
        problems.op(OpKind.F, 0, 0, false, new Mode(9, List.of(0)), new Mode(9, List.of(1)));
        problems.op(OpKind.F, 0, 1, false, new Mode(4, List.of(0)), new Mode(6, List.of(0)));

        assertThat(bound(problems.problem()).value()).isEqualTo(4);
    }

    @Test
    void looksAtLinksForTheMakespanOnly() {
        Problems problems = Problems.of(1);
        int link = problems.resource("link", ResourceKind.LINK, 0);
        problems.op(OpKind.SEND_F, 0, 0, 5, link);
        problems.op(OpKind.SEND_F, 0, 1, 5, link);
        problems.op(OpKind.F, 0, 0, 3, 0);

        assertThat(bound(problems.problem()).value()).isEqualTo(10);
        assertThat(bound(problems.objective(Objective.MAX_DEVICE_SPAN).problem())
                        .value())
                .isEqualTo(3);
        assertThat(bound(problems.objective(new Objective.PeakMemory(20)).problem())
                        .value())
                .isZero();
    }
}
