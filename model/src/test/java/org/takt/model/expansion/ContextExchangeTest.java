package org.takt.model.expansion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.TokenMemory;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/** SlimPipe's exchange of context (arXiv 2504.14519) as ops of their own. */
class ContextExchangeTest {
    private static final long MILLION = 1_000_000;
    private static final long MILLION_SQUARED = 1_000_000_000_000L;

    /**
     * Segments of one token, the n-th with 2·n + 1 doubled pairs. A token takes 10 ticks forwards, 20 + 10 backwards; a doubled pair 2
     * forwards, 4 backwards. Of the 10 ticks, 2 are before attention and 3 after.
     */
    private static Instances segments(int devices, int segments) {
        return Instances.of(devices, 1)
                .costs(0, 0, 0)
                .microBatch(0, MicroBatch.of(segments, new Segmentation.Equal(segments, 1)))
                .perMillionTokens(new PassRates(10 * MILLION, 20 * MILLION, 10 * MILLION, OptionalLong.empty()))
                .perMillionTokensSquared(
                        new PassRates(4 * MILLION_SQUARED, 8 * MILLION_SQUARED, 0, OptionalLong.empty()))
                .backward(Backward.SPLIT)
                .contextExchange(7, 200, 300);
    }

    private record Found(OpKind kind, int stage, int segment, int device, long time) {
        static Found of(Op op) {
            int device = op.modes().get(0).resources().get(0);
            return new Found(
                    op.kind(),
                    op.stage(),
                    op.segment(),
                    device,
                    op.modes().get(0).duration());
        }
    }

    private static List<Found> of(Problem problem, OpKind... kinds) {
        return problem.ops().stream()
                .filter(op -> List.of(kinds).contains(op.kind()))
                .map(Found::of)
                .toList();
    }

    /**
     * Two devices, two segments of 1 and 3 doubled pairs. In the one slot in which both work forwards, stage 0 has segment 1 and
     * stage 1 segment 0: one doubled pair of the two between them moves. In that of backwards, stage 0 has segment 1 again.
     */
    @Test
    void theLongerOfTwoIsCutAndTheDeviceOfTheShorterHelps() {
        Problem problem = segments(2, 2).problem();

        assertThat(of(problem, OpKind.BEFORE_F, OpKind.F, OpKind.AFTER_F, OpKind.HELP_F))
                .containsExactlyInAnyOrder(
                        new Found(OpKind.F, 0, 0, 0, 10 + 2),
                        new Found(OpKind.F, 1, 0, 1, 10 + 2),
                        new Found(OpKind.F, 1, 1, 1, 10 + 6),
                        new Found(OpKind.BEFORE_F, 0, 1, 0, 2),
                        new Found(OpKind.F, 0, 1, 0, 5 + 4),
                        new Found(OpKind.AFTER_F, 0, 1, 0, 3),
                        new Found(OpKind.HELP_F, 0, 1, 1, 2));
        assertThat(of(problem, OpKind.BEFORE_B, OpKind.I, OpKind.AFTER_B, OpKind.HELP_B))
                .containsExactlyInAnyOrder(
                        new Found(OpKind.I, 0, 0, 0, 20 + 4),
                        new Found(OpKind.I, 1, 0, 1, 20 + 4),
                        new Found(OpKind.I, 1, 1, 1, 20 + 12),
                        new Found(OpKind.BEFORE_B, 0, 1, 0, 6),
                        new Found(OpKind.I, 0, 1, 0, 10 + 8),
                        new Found(OpKind.AFTER_B, 0, 1, 0, 4),
                        new Found(OpKind.HELP_B, 0, 1, 1, 4));
        assertThat(of(problem, OpKind.W)).hasSize(4).allMatch(op -> op.time() == 10);
    }

    /** The parts stand for the pass: what comes before it comes before the first, what waits for it waits for the last. */
    @Test
    void theHelpIsBetweenWhatIsBeforeAndAfterAttention() {
        Problem problem = segments(2, 2)
                .latency(5)
                .perMillionTokens(new TokenMemory(2 * MILLION, MILLION, 0, 0))
                .problem();
        int before = find(problem, OpKind.BEFORE_F, 0, 1);
        int between = find(problem, OpKind.F, 0, 1);
        int after = find(problem, OpKind.AFTER_F, 0, 1);
        int help = find(problem, OpKind.HELP_F, 0, 1);
        int backwardBefore = find(problem, OpKind.BEFORE_B, 0, 1);
        int backward = find(problem, OpKind.I, 0, 1);
        int backwardAfter = find(problem, OpKind.AFTER_B, 0, 1);
        int backwardHelp = find(problem, OpKind.HELP_B, 0, 1);

        assertThat(touching(
                        problem, before, between, after, help, backwardBefore, backward, backwardAfter, backwardHelp))
                .containsExactlyInAnyOrder(
                        precedence(find(problem, OpKind.F, 0, 0), before, 0),
                        precedence(before, between, 0),
                        precedence(between, after, 0),
                        precedence(before, help, 7),
                        precedence(help, after, 7),
                        precedence(after, find(problem, OpKind.F, 1, 1), 5),
                        precedence(after, backwardBefore, 0),
                        precedence(find(problem, OpKind.I, 1, 1), backwardBefore, 5),
                        precedence(backwardBefore, backward, 0),
                        precedence(backward, backwardAfter, 0),
                        precedence(backwardBefore, backwardHelp, 7),
                        precedence(backwardHelp, backwardAfter, 7),
                        precedence(backwardAfter, find(problem, OpKind.I, 0, 0), 0),
                        precedence(backwardAfter, find(problem, OpKind.W, 0, 1), 0));
        assertThat(problem.buffers())
                .filteredOn(buffer -> buffer.takenAt() == before)
                .hasSize(2);
        assertThat(problem.buffers()).noneMatch(buffer -> buffer.takenAt() == between);
        assertThat(problem.buffers())
                .filteredOn(buffer -> buffer.releasedBy().contains(backwardAfter))
                .hasSize(1);
    }

    /**
     * Four devices, five segments: all work in slots 3 and 4. In slot 3, stages 0 to 3 have segments 3 to 0 with 7, 5, 3, 1 doubled
     * pairs: 3 move from stage 0 to device 3, 1 from stage 1 to device 2; in slot 4 as many, one segment later.
     */
    @Test
    void theMostAndTheFewestPairsMeet() {
        assertThat(of(segments(4, 5).problem(), OpKind.HELP_F))
                .containsExactlyInAnyOrder(
                        new Found(OpKind.HELP_F, 0, 3, 3, 6),
                        new Found(OpKind.HELP_F, 1, 2, 2, 2),
                        new Found(OpKind.HELP_F, 0, 4, 3, 6),
                        new Found(OpKind.HELP_F, 1, 3, 2, 2));
    }

    /** Three devices: the middle one neither helps nor is helped. Fewer segments than devices: they never all work. */
    @Test
    void oneOfAnOddNumberIsAlone() {
        assertThat(of(segments(3, 3).problem(), OpKind.HELP_F)).containsExactly(new Found(OpKind.HELP_F, 0, 2, 2, 4));
        assertThat(of(segments(3, 2).problem(), OpKind.HELP_F, OpKind.HELP_B)).isEmpty();
    }

    /** Where the next micro-batch begins, its first segment has the fewest pairs, and its stage comes first. */
    @Test
    void segmentsOfDifferentMicroBatchesMeet() {
        MicroBatch two = MicroBatch.of(2, new Segmentation.Equal(2, 1));
        Problem problem = Instances.of(2, 2)
                .costs(0, 0, 0)
                .microBatch(0, two)
                .microBatch(1, two)
                .perMillionTokensSquared(new PassRates(4 * MILLION_SQUARED, 0, 0, OptionalLong.empty()))
                .contextExchange(0, 0, 0)
                .problem();

        assertThat(problem.ops())
                .filteredOn(op -> op.kind() == OpKind.HELP_F)
                .extracting(Op::stage, Op::microBatch, Op::segment)
                .containsExactlyInAnyOrder(tuple(0, 0, 1), tuple(1, 0, 1), tuple(0, 1, 1));
        assertThat(of(problem, OpKind.HELP_B)).isEmpty();
    }

    /** The helper's speed and the helped micro-batch's factor count. */
    @Test
    void helpTakesWhatItTakesOnTheHelper() {
        assertThat(of(segments(2, 2).speed(1, 500).problem(), OpKind.HELP_F, OpKind.HELP_B))
                .extracting(Found::time)
                .containsExactly(4L, 8L);
    }

    @Test
    void refusesWhatItHasNoMeaningFor() {
        refuses(segments(2, 2).stages(4), "Found a loop placement of 4 stages on 2 devices");
        refuses(segments(2, 2).placement(new Placement.V()), "Found a v placement of 2 stages");
        refuses(segments(2, 2).backward(Backward.EITHER), "Found a backward that is fused or split");
        refuses(segments(2, 2).objective(Objective.PERIOD), "Found the objective PERIOD");
        refuses(
                segments(2, 2)
                        .microBatch(
                                0,
                                MicroBatch.of(2, new Segmentation.Equal(2, 1)).withRecomputedSegments(1)),
                "Found recomputed segments");
        refuses(segments(2, 2).contextExchange(-1, 0, 0), "/communication/contextExchange/latency");
        refuses(segments(2, 2).contextExchange(0, -1, 0), "/communication/contextExchange/beforePermille");
        refuses(segments(2, 2).contextExchange(0, 0, 1001), "/communication/contextExchange/afterPermille");
        refuses(segments(2, 2).contextExchange(0, 501, 500), "expected at most 1000 together");
    }

    private static void refuses(Instances instances, String message) {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(instances::instance)
                .withMessageContaining(message);
    }

    private static int find(Problem problem, OpKind kind, int stage, int segment) {
        for (int index = 0; index < problem.ops().size(); index++) {
            Op op = problem.ops().get(index);
            if (op.kind() == kind && op.stage() == stage && op.segment() == segment) {
                return index;
            }
        }
        throw new AssertionError("There is no " + kind + " of stage " + stage + ", segment " + segment + ".");
    }

    private static Precedence precedence(int before, int after, long lag) {
        return new Precedence(before, after, Lag.of(lag));
    }

    private static List<Precedence> touching(Problem problem, Integer... ops) {
        List<Integer> wanted = List.of(ops);
        return problem.precedences().stream()
                .filter(precedence -> wanted.contains(precedence.before()) || wanted.contains(precedence.after()))
                .toList();
    }
}
