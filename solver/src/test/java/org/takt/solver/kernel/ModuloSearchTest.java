package org.takt.solver.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Timing;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

class ModuloSearchTest {
    private static final int MICRO_BATCHES = 12;

    /** Four devices with two stages each; all of a micro-batch holds two units on each. */
    private static Problem chunked(Placement placement, long limit) {
        return Instances.of(4, MICRO_BATCHES)
                .stages(8)
                .placement(placement)
                .costs(15, 14, 10)
                .latency(1)
                .memory(0, 1, 0, 0)
                .limit(limit)
                .backward(Backward.SPLIT)
                .problem();
    }

    private static MicroBatchPattern pattern(Problem problem) {
        return MicroBatchPattern.of(problem, new int[problem.ops().size()]).orElseThrow();
    }

    private static List<Kernel> search(MicroBatchPattern pattern, long seed) {
        List<Kernel> kernels = new ArrayList<>();
        new ModuloSearch(pattern, seed).search(Kernel.sequential(pattern).period(), () -> false, kernels::add);
        return kernels;
    }

    @Test
    void everyKernelKeepsEveryRuleAndPeriodsShrink() {
        for (Placement placement : List.of(new Placement.V(), new Placement.Loop())) {
            for (long limit = 2; limit <= 8; limit += 2) {
                Problem problem = chunked(placement, limit);
                for (int times = 1; times <= 2; times++) {
                    MicroBatchPattern unit = pattern(problem).inUnitsOf(times);
                    List<Kernel> kernels = search(unit, limit);
                    assertThat(kernels).isNotEmpty();
                    long before = Long.MAX_VALUE;
                    for (Kernel kernel : kernels) {
                        assertThat(kernel.period()).isLessThan(before).isGreaterThanOrEqualTo(PeriodBound.of(unit));
                        before = kernel.period();
                        assertThat(new Verifier(problem)
                                        .verify(kernel.unroll(new Timing(problem))
                                                .orElseThrow()))
                                .isInstanceOf(Verdict.Accepted.class);
                    }
                }
            }
        }
    }

    /** A V with room for four micro-batches runs at its load of 78 ticks for each, but for what the bisection leaves. */
    @Test
    void findsThePeriodOfTheLoadWhereThereIsRoom() {
        List<Kernel> kernels = search(pattern(chunked(new Placement.V(), 8)), 1);
        long period = kernels.get(kernels.size() - 1).period();
        assertThat(PeriodBound.of(kernels.get(0).pattern())).isEqualTo(78);
        assertThat(period).isLessThan(78 * 11 / 10);
    }

    @Test
    void aSeedDecides() {
        MicroBatchPattern pattern = pattern(chunked(new Placement.V(), 4));
        assertThat(search(pattern, 3)).isEqualTo(search(pattern, 3));
        assertThat(search(pattern, 3)).isNotEqualTo(search(pattern, 4));
    }

    @Test
    void nothingIsFoundOnceStopped() {
        MicroBatchPattern pattern = pattern(chunked(new Placement.V(), 4));
        List<Kernel> kernels = new ArrayList<>();
        long placed =
                new ModuloSearch(pattern, 0).search(Kernel.sequential(pattern).period(), () -> true, kernels::add);
        assertThat(kernels).isEmpty();
        assertThat(placed).isZero();
    }
}
