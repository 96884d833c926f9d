package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

class MemoryNeedTest {
    private static long[] needs(Problem problem) {
        return MemoryNeed.perDevice(new ProblemAnalysis(problem));
    }

    /** Weights of 5, an activation of 3, and at its input gradient 2 more. */
    @Test
    void isWhatOneMicroBatchHoldsAtItsInputGradient() {
        Instances instances =
                Instances.of(2, 4).backward(Backward.SPLIT).memory(5, 3, 1, 2).constantMemory(1, 100);

        assertThat(needs(instances.problem())).containsExactly(5 + 3 + 2, 100 + 5 + 3 + 2);
    }

    /** Down and up again: at the turn on device 0 the activations of its both stages are held, on device 1 likewise. */
    @Test
    void sumsTheStagesOfADevice() {
        Instances instances =
                Instances.of(2, 4).stages(4).placement(new Placement.V()).memory(5, 3, 1, 0);

        assertThat(needs(instances.problem())).containsExactly(2 * 5 + 2 * 3, 2 * 5 + 2 * 3);
    }

    @Test
    void boundsThePeakByTheLargestNeed() {
        Instances instances =
                Instances.of(2, 4).memory(5, 3, 1, 0).constantMemory(1, 100).objective(new Objective.PeakMemory(99));

        Certificate certificate = new MemoryNeed().compute(new ProblemAnalysis(instances.problem()));

        assertThat(certificate.value()).isEqualTo(108);
        assertThat(certificate.scope()).isEqualTo("device d1");
        assertThat(new MemoryNeed()
                        .compute(new ProblemAnalysis(
                                instances.objective(Objective.MAKESPAN).problem()))
                        .value())
                .isZero();
    }

    @Test
    void namesEveryDeviceThatIsTooSmall() {
        Instances instances = Instances.of(2, 4).memory(5, 3, 1, 0);

        assertThat(MemoryNeed.shortages(new ProblemAnalysis(instances.limit(8).problem())))
                .isEmpty();
        assertThat(MemoryNeed.shortages(new ProblemAnalysis(instances.limit(7).problem())))
                .extracting(shortage -> shortage.sentence("GiB"))
                .containsExactly(
                        "Device d0 needs at least 8 GiB, but its limit is 7.",
                        "Device d1 needs at least 8 GiB, but its limit is 7.");
    }

    /** The first buffer may be returned by the time the second is taken, or kept: nothing says which. */
    @Test
    void countsOnlyWhatIsSureToBeHeldTogether() {
        Problems problems = Problems.of(1);
        int first = problems.op(OpKind.F, 0, 0, 1, 0);
        int release = problems.op(OpKind.B, 0, 0, 1, 0);
        int second = problems.op(OpKind.F, 1, 0, 1, 0);
        problems.precede(first, release)
                .precede(first, second)
                .buffer(0, 3, first, release)
                .buffer(0, 4, second, second);

        assertThat(needs(problems.problem())).containsExactly(4);
        assertThat(needs(problems.precede(second, release).problem())).containsExactly(7);
    }
}
