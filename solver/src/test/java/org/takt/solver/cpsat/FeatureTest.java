package org.takt.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;
import org.takt.solver.cpsat.CpSatResult.Outcome;

/** One feature of the problem at a time, with optima worked out by hand for every objective. */
class FeatureTest {
    private final CpSatEngine engine = new CpSatEngine();

    @Test
    void aPipelineOfTwoDevicesTakesItsPathAndItsBubble() {
        Problem problem = Instances.of(2, 2).costs(1, 1, 1).memory(1, 2, 0, 0).problem();
        assertMakespan(problem, 9);
        assertSpan(problem, 9);
        assertNoneWithin(problem, 8);
        assertPeak(problem, 9, 5);
        assertPeak(problem, 12, 3);
    }

    @Test
    void splittingTheBackwardFillsTheBubble() {
        Problem problem =
                Instances.of(2, 2).costs(1, 1, 1).backward(Backward.SPLIT).problem();
        assertMakespan(problem, 7);
    }

    /** B before C; A needs both devices. Alone on its first device, A would run beside C. */
    @Test
    void anOpMayHoldSeveralResources() {
        Problems problems = Problems.of(2);
        int a = problems.op(OpKind.OVERLAP_F_B, 0, 0, 3, 0, 1);
        int b = problems.op(OpKind.F, 0, 1, 2, 0);
        int c = problems.op(OpKind.F, 1, 1, 2, 1);
        problems.precede(b, c).buffer(0, 2, b, c).buffer(0, 3, a, a);
        assertMakespan(problems.problem(), 7);
        assertSpan(problems.problem(), 5);
        assertPeak(problems.problem(), 7, 3);
    }

    /** Two transfers share a link; K can only start after both where S is first. */
    @Test
    void aLinkIsSharedByBothDirections() {
        Problems problems = Problems.of(2);
        int link = problems.resource("link", ResourceKind.LINK, 0, 1);
        int f = problems.op(OpKind.F, 0, 0, 1, 0);
        int s = problems.op(OpKind.SEND_F, 0, 0, 3, link);
        int g = problems.op(OpKind.F, 1, 0, 1, 1);
        int h = problems.op(OpKind.B, 1, 1, 1, 1);
        int t = problems.op(OpKind.SEND_B, 1, 1, 3, link);
        int k = problems.op(OpKind.B, 0, 1, 1, 0);
        problems.precede(f, s).precede(s, g).precede(h, t).precede(t, k);
        problems.buffer(0, 2, f, s).buffer(0, 3, k, k);
        assertMakespan(problems.problem(), 8);
        assertSpan(problems.problem(), 8);
        assertPeak(problems.problem(), 8, 3);
        assertNoneWithin(problems.problem(), 7);
    }

    /** X takes 4 beside Y or 2 after it. */
    @Test
    void aModeIsChosen() {
        Problems problems = Problems.of(2);
        int x = problems.op(OpKind.F, 0, 0, false, new Mode(4, List.of(0)), new Mode(2, List.of(1)));
        problems.op(OpKind.F, 1, 0, 3, 1);
        problems.buffer(0, 5, x, List.of(x), new Condition(x, List.of(0)));
        problems.buffer(1, 2, x, x);
        assertMakespan(problems.problem(), 4);
        assertSpan(problems.problem(), 4);
        assertPeak(problems.problem(), 4, 5);
        assertPeak(problems.problem(), 5, 2);
    }

    /** On one device the two ops take 2 + 2 after or before Z's 2, on the other 2 + 1 + 2, and 2 + 5 + 2 on both. */
    @Test
    void aLagDependsOnTheModesOfBothOps() {
        Problems problems = Problems.of(2);
        int x = problems.op(OpKind.F, 0, 0, false, new Mode(2, List.of(0)), new Mode(2, List.of(1)));
        int y = problems.op(OpKind.F, 1, 0, false, new Mode(2, List.of(0)), new Mode(2, List.of(1)));
        problems.op(OpKind.F, 2, 0, 2, 0);
        problems.precede(x, y, new Lag.ByModes(List.of(List.of(0L, 5L), List.of(5L, 1L))));
        problems.buffer(1, 3, x, List.of(x), new Condition(x, List.of(1)));
        problems.buffer(0, 2, x, List.of(x), new Condition(x, List.of(0)));
        assertMakespan(problems.problem(), 5);
        assertSpan(problems.problem(), 4);
        assertPeak(problems.problem(), 5, 3);
        assertPeak(problems.problem(), 6, 2);
    }

    /** F 1, then Z 2, then B 3, or R 2 and a backward of 2, which keep 4 only from R on. */
    @Test
    void exactlyOneAlternativeRunsWithWhatItImplies() {
        Problems problems = Problems.of(1);
        int f = problems.op(OpKind.F, 0, 0, 1, 0);
        int z = problems.op(OpKind.F, 0, 1, 2, 0);
        int full = problems.optional(OpKind.B, 0, 0, 3, 0);
        int recompute = problems.optional(OpKind.R, 0, 0, 2, 0);
        int after = problems.optional(OpKind.B, 0, 0, 2, 0);
        problems.precede(f, z).precede(z, full).precede(z, recompute).precede(recompute, after);
        problems.precede(f, full).precede(f, after);
        problems.rule(new PresenceRule.ExactlyOne(List.of(full, after)));
        problems.rule(new PresenceRule.Implies(after, recompute));
        problems.buffer(0, 4, f, List.of(full), Condition.present(full));
        problems.buffer(0, 1, f, List.of(after), Condition.present(after));
        problems.buffer(0, 4, recompute, after);
        problems.buffer(0, 3, z, z);
        assertMakespan(problems.problem(), 6);
        assertSpan(problems.problem(), 6);
        assertPeak(problems.problem(), 6, 7);
        assertPeak(problems.problem(), 7, 5);
        assertMakespan(problems.device(0, 0, 6).problem(), 7);
        assertSpan(problems.problem(), 7);
    }

    /** Both ops run beside each other only where device 0 has room for both buffers; device 1 holds more and has no limit. */
    @Test
    void eachDeviceHasItsOwnLimit() {
        Problems problems = Problems.of(2);
        int a = problems.op(OpKind.F, 0, 0, 2, 0);
        int b = problems.op(OpKind.F, 1, 0, 2, 1);
        problems.buffer(0, 3, a, a).buffer(0, 3, b, b).buffer(1, 5, a, a);
        assertMakespan(problems.problem(), 2);
        assertPeak(problems.problem(), 3, 6);
        assertPeak(problems.problem(), 4, 5);
        problems.device(0, 1, 6);
        assertMakespan(problems.problem(), 4);
        assertSpan(problems.problem(), 2);
        assertNoneWithin(problems.problem(), 3);
        problems.device(0, 1, 7);
        assertMakespan(problems.problem(), 2);
    }

    /** A is not returned, so B, which needs 3 for itself, goes first; after A there is room for 2. */
    @Test
    void aBufferThatNothingReleasesIsKept() {
        Problems problems = Problems.of(1).device(0, 0, 4);
        int a = problems.op(OpKind.F, 0, 0, 1, 0);
        int b = problems.op(OpKind.B, 0, 0, 1, 0);
        problems.buffer(0, 2, a).buffer(0, 3, b, b);
        assertMakespan(problems.problem(), 2);
        assertPeak(problems.problem(), 2, 3);
        assertInfeasible(problems.precede(a, b).problem());
    }

    /** The activation stays until both gradients have run, whichever is last; the second forward waits for the room. */
    @Test
    void theLastReleasingOpFreesABuffer() {
        Problems problems = Problems.of(2).device(0, 0, 4);
        int f = problems.op(OpKind.F, 0, 0, 1, 0);
        int i = problems.op(OpKind.I, 0, 0, 1, 0);
        int w = problems.op(OpKind.W, 0, 0, 3, 1);
        int next = problems.op(OpKind.F, 0, 1, 1, 0);
        problems.precede(f, i).precede(f, w).buffer(0, 3, f, i, w).buffer(0, 2, next, next);
        assertMakespan(problems.problem(), 5);
        assertSpan(problems.problem(), 3);
        assertNoneWithin(problems.problem(), 4);
        assertPeak(problems.problem(), 5, 3);
    }

    /** A device that does nothing still holds its weights. */
    @Test
    void constantMemoryCounts() {
        Problems problems = Problems.of(2).device(1, 10);
        int a = problems.op(OpKind.F, 0, 0, 1, 0);
        problems.buffer(0, 3, a, a);
        assertPeak(problems.problem(), 1, 10);
        assertInfeasible(problems.device(1, 10, 9).problem());
    }

    /** The second device starts 3 late; nothing of its own takes longer than 4. */
    @Test
    void startSkewIsFreeWithDeviceSpans() {
        Problems problems = Problems.of(2);
        int a = problems.op(OpKind.F, 0, 0, 3, 0);
        int b = problems.op(OpKind.F, 1, 0, 4, 1);
        problems.precede(a, b, 2);
        assertMakespan(problems.problem(), 9);
        assertSpan(problems.problem(), 4);
    }

    /** A to D takes 2 + 2 + 2, C to B 2 + 2, so both spans together take 10, although all times are even. */
    @Test
    void aSpanMayBeAFractionOfTheDivisorOfAllTimes() {
        Problems problems = Problems.of(2);
        int a = problems.op(OpKind.F, 0, 0, 2, 0);
        int b = problems.op(OpKind.B, 0, 0, 2, 0);
        int c = problems.op(OpKind.F, 1, 0, 2, 1);
        int d = problems.op(OpKind.B, 1, 0, 2, 1);
        problems.precede(a, d, 2).precede(c, b);
        assertSpan(problems.problem(), 5);
        assertMakespan(problems.problem(), 6);
    }

    private void assertMakespan(Problem problem, long value) {
        assertOptimum(problem.withObjective(Objective.MAKESPAN), value);
    }

    private void assertSpan(Problem problem, long value) {
        assertOptimum(problem.withObjective(Objective.MAX_DEVICE_SPAN), value);
    }

    private void assertPeak(Problem problem, long ceiling, long value) {
        assertOptimum(problem.withObjective(new Objective.PeakMemory(ceiling)), value);
    }

    private void assertNoneWithin(Problem problem, long ceiling) {
        assertInfeasible(problem.withObjective(new Objective.PeakMemory(ceiling)));
    }

    private void assertOptimum(Problem problem, long value) {
        CpSatResult result = engine.solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(Outcome.OPTIMAL);
        assertThat(Incumbent.of(problem, result.schedule().orElseThrow()).map(Incumbent::value))
                .hasValue(value);
        assertThat(result.lowerBound()).isEqualTo(value);
    }

    private void assertInfeasible(Problem problem) {
        CpSatResult result = engine.solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(Outcome.INFEASIBLE);
        assertThat(result.lowerBound()).isEqualTo(Long.MAX_VALUE);
    }
}
