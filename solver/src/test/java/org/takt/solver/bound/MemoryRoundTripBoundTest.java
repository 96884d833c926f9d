package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;

class MemoryRoundTripBoundTest {
    private static Certificate bound(Problem problem) {
        return new MemoryRoundTripBound().compute(new ProblemAnalysis(problem));
    }

    /** Device 0 holds 1 for 2 p, from the forward to the end of the input gradient; a weight gradient of 1 remains. */
    private static Instances pipeline(int p, int m) {
        return Instances.of(p, m).costs(1, 1, 1).backward(Backward.SPLIT).memory(0, 1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void oneAfterTheOtherWhereOneFits(int p) {
        Certificate certificate = bound(pipeline(p, 3).limit(1).problem());

        assertThat(certificate.value()).isEqualTo(3 * 2 * p + 1);
        assertThat(certificate.scope()).isEqualTo("device d0");
    }

    /** Three micro-batches need 3 · 2 p of memory × time, half of which fits into each tick. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void sharesTheCapacityAmongThoseThatFit(int p) {
        assertThat(bound(pipeline(p, 3).limit(2).problem()).value()).isEqualTo(3 * p + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void aSpanHasNoTail(int p) {
        Problem problem =
                pipeline(p, 3).limit(1).objective(Objective.MAX_DEVICE_SPAN).problem();
        assertThat(bound(problem).value()).isEqualTo(3 * 2 * p);
    }

    /** 12 of memory × time fit into the 12 ticks before the last weight gradient at a peak of 1, but not into 11. */
    @Test
    void theShorterTheTimeTheHigherThePeak() {
        assertThat(bound(pipeline(2, 3).objective(new Objective.PeakMemory(13)).problem())
                        .value())
                .isEqualTo(1);
        assertThat(bound(pipeline(2, 3)
                                .constantMemory(0, 10)
                                .objective(new Objective.PeakMemory(12))
                                .problem())
                        .value())
                .isEqualTo(10 + 2);
    }

    @Test
    void saysNothingWithoutALimit() {
        assertThat(bound(pipeline(3, 3).problem()).value()).isZero();
    }

    /** The copy engine may go on when the device has computed all it has to. */
    @Test
    void saysNothingOfASpanWhereReleasesRunElsewhere() {
        Problems problems = Problems.of(1);
        int copy = problems.resource("copy", ResourceKind.COPY_OUT, 0);
        int forward = problems.op(OpKind.F, 0, 0, 1, 0);
        int offload = problems.op(OpKind.OFFLOAD, 0, 0, 9, copy);
        problems.device(0, 0, 1).precede(forward, offload).buffer(0, 1, forward, offload);

        assertThat(bound(problems.problem()).value()).isEqualTo(10);
        assertThat(bound(problems.objective(Objective.MAX_DEVICE_SPAN).problem())
                        .value())
                .isZero();
    }

    /** The release may run first, with nothing between it and the forward; then the buffer is never held. */
    @Test
    void ignoresBuffersThatMayBeReleasedBeforeTheyAreTaken() {
        Problems problems = Problems.of(1);
        int forward = problems.op(OpKind.F, 0, 0, 4, 0);
        int between = problems.optional(OpKind.R, 0, 0, 1);
        int backward = problems.op(OpKind.B, 0, 0, 4);
        problems.device(0, 0, 1)
                .precede(forward, between)
                .precede(between, backward)
                .buffer(0, 1, forward, backward);

        assertThat(bound(problems.problem()).value()).isZero();
    }

    /** Nothing may return it, but the forward itself takes 4. */
    @Test
    void holdsWhatMayNeverBeReleasedForTheTimeOfItsTaker() {
        Problems problems = Problems.of(1);
        int forward = problems.op(OpKind.F, 0, 0, 4, 0);
        int optional = problems.optional(OpKind.B, 0, 0, 9, 0);
        problems.device(0, 0, 1).precede(forward, optional).buffer(0, 1, forward, optional);

        assertThat(bound(problems.problem()).value()).isEqualTo(4);
    }
}
