package org.takt.solver.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

class KernelTest {
    /** One device, a forward of 2 and a backward of 3 that begins 4 after the forward's end, memory for two. */
    private static Problem oneDevice(int microBatches, long capacity) {
        List<Op> ops = new ArrayList<>();
        List<Precedence> precedences = new ArrayList<>();
        List<Buffer> buffers = new ArrayList<>();
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            ops.add(new Op(OpKind.F, 0, 0, microBatch, 0, false, List.of(new Mode(2, List.of(0)))));
            ops.add(new Op(OpKind.B, 0, 0, microBatch, 0, false, List.of(new Mode(3, List.of(0)))));
            precedences.add(new Precedence(2 * microBatch, 2 * microBatch + 1, Lag.of(4)));
            buffers.add(new Buffer(0, 10, 2 * microBatch, List.of(2 * microBatch + 1)));
        }
        return new Problem(
                List.of(new Device("d", 0, OptionalLong.of(capacity))),
                List.of(new Resource("d compute", ResourceKind.COMPUTE, List.of(0))),
                ops,
                precedences,
                buffers,
                List.of(),
                Objective.MAKESPAN);
    }

    private static MicroBatchPattern pattern(Problem problem) {
        return MicroBatchPattern.of(problem, new int[problem.ops().size()]).orElseThrow();
    }

    @Test
    void readsWhatRepeatsOffAProblem() {
        MicroBatchPattern pattern = pattern(oneDevice(4, 20));
        assertThat(pattern.units()).isEqualTo(4);
        assertThat(pattern.lanes())
                .containsExactlyInAnyOrder(
                        new MicroBatchPattern.Lane(2, List.of(0), 1, List.of(0, 2, 4, 6)),
                        new MicroBatchPattern.Lane(3, List.of(0), 1, List.of(1, 3, 5, 7)));
        assertThat(pattern.links()).hasSize(1);
        assertThat(pattern.links().get(0).lag()).isEqualTo(4);
        assertThat(pattern.buffers()).hasSize(1);
    }

    @Test
    void findsNothingWhereNoTwoMicroBatchesAreAlike() {
        Problem problem = Expander.expand(Instances.of(2, 2)
                .microBatch(0, 1000, 1000)
                .microBatch(1, 2000, 1000)
                .instance());
        assertThat(UnitRow.of(problem)).isEmpty();
    }

    /** Load: 2 + 3. Memory: 10 units for 2 + 4 + 3 = 9 ticks, on 10 units 9 and on 20 units 4.5. */
    @Test
    void boundsThePeriodByLoadAndMemory() {
        assertThat(PeriodBound.of(pattern(oneDevice(4, 10)))).isEqualTo(9);
        assertThat(PeriodBound.of(pattern(oneDevice(4, 20)))).isEqualTo(5);
        assertThat(PeriodBound.of(pattern(oneDevice(4, 20)).inUnitsOf(3))).isEqualTo(15);
    }

    /** Whole periods lie between a forward and its backward, so the load of 2 + 3 is all that counts; the backward's second turn, at 7, is the first that is not before 6. */
    @Test
    void findsTheLeastPeriodOfAnOrder() {
        MicroBatchPattern pattern = pattern(oneDevice(4, 20));
        List<Long> forward = List.of(0L);
        List<Long> backward = List.of(20L);
        boolean forwardFirst = pattern.lanes().get(0).duration() == 2;
        Kernel loose = new Kernel(pattern, 16, forwardFirst ? List.of(forward, backward) : List.of(backward, forward));
        Kernel tight = new KernelTiming(loose).tighten();
        assertThat(tight.period()).isEqualTo(5);
        assertThat(tight.length()).isEqualTo(10);
    }

    @Test
    void unrollsToAScheduleThatKeepsEveryRule() {
        Problem problem = oneDevice(5, 10);
        Kernel kernel = new KernelTiming(Kernel.sequential(pattern(problem))).tighten();
        assertThat(kernel.period()).isEqualTo(9);
        Schedule schedule = kernel.inUnitsOf(2).unroll(new Timing(problem)).orElseThrow();
        Verdict verdict = new Verifier(problem).verify(schedule);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted) verdict).report().value()).isEqualTo(kernel.lengthOf(5));
    }

    @Test
    void shortensAndProlongsABatch() {
        Problem problem = Expander.expand(
                Instances.of(3, 12).backward(Backward.SPLIT).costs(5, 6, 4).instance());
        UnitRow row = UnitRow.of(problem).orElseThrow();
        UnitRow shorter = row.first(4);
        assertThat(shorter.problem())
                .isEqualTo(Expander.expand(Instances.of(3, 4)
                        .backward(Backward.SPLIT)
                        .costs(5, 6, 4)
                        .instance()));
        Schedule schedule = Kernel.sequential(pattern(shorter.problem()))
                .unroll(new Timing(shorter.problem()))
                .orElseThrow();
        List<Repetitions.Valued> repetitions = new Repetitions(shorter, row, row).of(schedule, Long.MAX_VALUE);
        assertThat(repetitions).isNotEmpty();
        Repetitions.Valued best = repetitions.get(0);
        Schedule longer = best.repetition()
                .unroll(row, shorter, schedule, new Timing(problem))
                .orElseThrow();
        Verdict verdict = new Verifier(problem).verify(longer);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted) verdict).report().value()).isEqualTo(best.value());
    }

    @Test
    void findsTheKernelOfASchedule() {
        Problem problem = oneDevice(9, 10);
        Schedule schedule =
                Kernel.sequential(pattern(problem)).unroll(new Timing(problem)).orElseThrow();
        List<Kernel> kernels = new KernelFinder(problem).in(schedule, 3, () -> false);
        assertThat(kernels).isNotEmpty();
        assertThat(kernels.get(0).period())
                .isEqualTo(9L * kernels.get(0).pattern().microBatches());
    }
}
