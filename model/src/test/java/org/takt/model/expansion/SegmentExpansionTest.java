package org.takt.model.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.instance.TokenMemory;
import org.takt.model.json.InstanceArbitraries;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

/** Micro-batches with token lengths and segments against problems written by hand. */
class SegmentExpansionTest {
    private static final long MILLION = 1_000_000;
    private static final long MILLION_SQUARED = 1_000_000_000_000L;

    private static Op op(OpKind kind, int stage, int segment, boolean optional, long duration) {
        return new Op(kind, 0, stage, 0, segment, optional, List.of(new Mode(duration, List.of(stage))));
    }

    private static PassRates rates(long forward, long input, long weight) {
        return new PassRates(forward, input, weight, OptionalLong.empty());
    }

    private static Instances cut(int devices, Long... lengths) {
        long tokens = List.of(lengths).stream().mapToLong(Long::longValue).sum();
        return Instances.of(devices, 1)
                .microBatch(0, MicroBatch.of(tokens, new Segmentation.Explicit(List.of(lengths))));
    }

    private static List<Long> durations(Problem problem, OpKind kind) {
        return problem.ops().stream()
                .filter(op -> op.kind() == kind)
                .map(op -> op.modes().get(0).duration())
                .toList();
    }

    /** Segments of 2 and 1 tokens: 1 + 10·t + 100·t·(prefix + t/2) forwards, 3 + 20·t backwards. */
    @Test
    void forwardsAscendAndBackwardsDescendOnEveryStage() {
        Problem expanded = cut(2, 2L, 1L)
                .costs(1, 1, 2)
                .perMillionTokens(rates(10 * MILLION, 0, 20 * MILLION))
                .perMillionTokensSquared(rates(100 * MILLION_SQUARED / 10, 0, 0))
                .latency(7)
                .problem();

        Problems byHand = Problems.of(2);
        int f00 = byHand.op(op(OpKind.F, 0, 0, false, 1 + 20 + 20));
        int b00 = byHand.op(op(OpKind.B, 0, 0, false, 3 + 40));
        int f10 = byHand.op(op(OpKind.F, 1, 0, false, 1 + 20 + 20));
        int b10 = byHand.op(op(OpKind.B, 1, 0, false, 3 + 40));
        int f01 = byHand.op(op(OpKind.F, 0, 1, false, 1 + 10 + 25));
        int b01 = byHand.op(op(OpKind.B, 0, 1, false, 3 + 20));
        int f11 = byHand.op(op(OpKind.F, 1, 1, false, 1 + 10 + 25));
        int b11 = byHand.op(op(OpKind.B, 1, 1, false, 3 + 20));
        byHand.precede(f00, b00).precede(f10, b10).precede(f01, b01).precede(f11, b11);
        byHand.precede(f00, f01).precede(b01, b00).precede(f10, f11).precede(b11, b10);
        byHand.precede(f00, f10, 7).precede(b10, b00, 7).precede(f01, f11, 7).precede(b11, b01, 7);
        assertThat(expanded).isEqualTo(byHand.problem());
    }

    @Test
    void inputGradientsCarryTheGradientsOfKeysAndValues() {
        Problem split = cut(1, 1L, 1L).backward(Backward.SPLIT).problem();
        assertThat(precedences(split))
                .contains("I(stage 0, micro-batch 0, segment 1) → I(stage 0, micro-batch 0)")
                .noneMatch(named -> named.startsWith("W"));

        Problem either = cut(1, 1L, 1L).backward(Backward.EITHER).problem();
        assertThat(precedences(either))
                .contains(
                        "I(stage 0, micro-batch 0, segment 1) → I(stage 0, micro-batch 0)",
                        "I(stage 0, micro-batch 0, segment 1) → B(stage 0, micro-batch 0)",
                        "B(stage 0, micro-batch 0, segment 1) → I(stage 0, micro-batch 0)",
                        "B(stage 0, micro-batch 0, segment 1) → B(stage 0, micro-batch 0)");
    }

    private static List<String> precedences(Problem problem) {
        return problem.precedences().stream()
                .map(precedence -> problem.ops().get(precedence.before()).label() + " → "
                        + problem.ops().get(precedence.after()).label())
                .toList();
    }

    /** The cost 0.6·t of each of two parts is rounded up by itself; that of both together only once. */
    @Test
    void everyDurationIsRoundedUpOnce() {
        Instances instances = cut(1, 3L, 1L).costs(0, 0, 0).perMillionTokens(rates(0, 600_000, 600_000));

        assertThat(durations(instances.backward(Backward.SPLIT).problem(), OpKind.I))
                .containsExactly(2L, 1L);
        assertThat(durations(instances.backward(Backward.FUSED).problem(), OpKind.B))
                .containsExactly(4L, 2L);
        instances.speed(0, 2000);
        assertThat(durations(instances.backward(Backward.FUSED).problem(), OpKind.B))
                .containsExactly(2L, 1L);
    }

    @Test
    void aFullBackwardMayHaveARateOfItsOwn() {
        Instances instances = cut(1, 4L)
                .costs(0, 0, 0)
                .perMillionTokens(new PassRates(0, MILLION, MILLION, OptionalLong.of(MILLION / 2)));

        assertThat(durations(instances.problem(), OpKind.B)).containsExactly(2L);
    }

    /** Half a unit for each token, rounded up: activation 5 − kept 2 and keys and values 1 until the input gradient ends. */
    @Test
    void keysAndValuesAreHeldUntilTheOwnInputGradientEnds() {
        Instances instances = cut(1, 3L, 2L)
                .memory(0, 3, 1, 0)
                .perMillionTokens(new TokenMemory(MILLION / 2, MILLION / 4, MILLION, MILLION / 3));

        Problem split = instances.backward(Backward.SPLIT).problem();
        int segment = 3;
        assertThat(split.buffers())
                .containsExactly(
                        new Buffer(0, 5 - 2 + 1, 0, List.of(1)),
                        new Buffer(0, 2, 0, List.of(2)),
                        new Buffer(0, 3, 1, List.of(2)),
                        new Buffer(0, 4 - 2 + 1, segment, List.of(segment + 1)),
                        new Buffer(0, 2, segment, List.of(segment + 2)),
                        new Buffer(0, 2, segment + 1, List.of(segment + 2)));
        Problem fused = instances.backward(Backward.FUSED).problem();
        assertThat(fused.buffers())
                .containsExactly(
                        new Buffer(0, 6, 0, List.of(1)),
                        new Buffer(0, 3, 1, List.of(1)),
                        new Buffer(0, 5, 2, List.of(3)),
                        new Buffer(0, 2, 3, List.of(3)));
    }

    /** Of two segments the first forgets its activation of 5, not its keys and values of 1, and runs its forward again. */
    @Test
    void recomputedSegmentsHoldTheirActivationTwice() {
        Instances instances = Instances.of(1, 1)
                .costs(10, 20, 30)
                .memory(0, 5, 2, 0)
                .perMillionTokens(new TokenMemory(0, 0, 0, MILLION))
                .microBatch(0, MicroBatch.of(2, new Segmentation.Equal(2, 1)).withRecomputedSegments(1));

        Problem split = instances.backward(Backward.SPLIT).problem();
        assertThat(durations(split, OpKind.I)).containsExactly(30L, 20L);
        assertThat(durations(split, OpKind.W)).containsExactly(30L, 30L);
        assertThat(split.buffers())
                .containsExactly(
                        new Buffer(0, 5, 0, List.of(0)),
                        new Buffer(0, 1, 0, List.of(1)),
                        new Buffer(0, 3, 1, List.of(1)),
                        new Buffer(0, 2, 1, List.of(2)),
                        new Buffer(0, 3 + 1, 3, List.of(4)),
                        new Buffer(0, 2, 3, List.of(5)));
        Problem either = instances.backward(Backward.EITHER).problem();
        assertThat(durations(either, OpKind.B)).containsExactly(60L, 50L);
        assertThat(either.buffers())
                .startsWith(
                        new Buffer(0, 5, 0, List.of(0)),
                        new Buffer(0, 1, 0, List.of(1, 2)),
                        new Buffer(0, 5, 1, List.of(1)),
                        new Buffer(0, 3, 2, List.of(2)),
                        new Buffer(0, 2, 2, List.of(3)));
    }

    @Test
    void sizesScaleWithTheMicroBatchBeforeTheyAreRounded() {
        Problem problem = Instances.of(1, 1)
                .memory(0, 0, 0, 0)
                .perMillionTokens(new TokenMemory(MILLION / 10, 0, 0, 0))
                .microBatch(0, new MicroBatch(1000, 1500, OptionalInt.empty(), List.of(7L), Segmentation.WHOLE, 0))
                .problem();

        assertThat(problem.buffers()).containsExactly(new Buffer(0, 2, 0, List.of(1)));
    }

    @Test
    void transfersBelongToTheirSegments() {
        Problem problem = cut(2, 1L, 1L).exclusive(3, 0).problem();

        assertThat(problem.ops().stream()
                        .filter(op -> op.kind().isTransfer())
                        .map(Op::label)
                        .toList())
                .containsExactly(
                        "SEND_F(stage 0, micro-batch 0)",
                        "SEND_B(stage 1, micro-batch 0)",
                        "SEND_F(stage 0, micro-batch 0, segment 1)",
                        "SEND_B(stage 1, micro-batch 0, segment 1)");
    }

    /** Segments that weigh each stage's costs: 10^6/√2 tokens first. */
    @Test
    void cutsOfEqualCostWeighAllStages() {
        Instance instance = Instances.of(2, 1)
                .costs(0, 0, 0)
                .perMillionTokensSquared(rates(0, 0, 50))
                .microBatch(0, MicroBatch.of(1_000_000, new Segmentation.EqualCost(2, 1)))
                .instance();

        assertThat(SegmentMap.of(instance).of(0).get(0).tokens()).isEqualTo(707_107);
        assertThat(durations(Expander.expand(instance), OpKind.B)).containsExactly(13L, 13L, 13L, 13L);
    }

    /** Cutting changes no exact cost and no exact memory but the constants of every segment. */
    @Property(tries = 200)
    void everyInstanceExpandsToAsManyOpsAsItsSegmentsMean(@ForAll("instances") Instance instance) {
        long segments = instance.microBatches().stream()
                .mapToLong(MicroBatch::segmentCount)
                .sum();
        long forwards = Expander.expand(instance).ops().stream()
                .filter(op -> op.kind() == OpKind.F)
                .count();

        assertThat(forwards).isEqualTo(segments * instance.stages().size());
    }

    @Provide
    net.jqwik.api.Arbitrary<Instance> instances() {
        return InstanceArbitraries.instances();
    }

    /** The whole of a sequence costs what its segments do together, up to rounding and the constants. */
    @Test
    void segmentsTakeAsLongTogetherAsTheWhole() {
        List<Long> totals = new ArrayList<>();
        for (Segmentation segmentation : List.of(
                Segmentation.WHOLE,
                new Segmentation.Equal(8, 1),
                new Segmentation.EqualCost(8, 4),
                new Segmentation.Budget(100))) {
            StageSpec stage = new StageSpec(
                    0,
                    0,
                    0,
                    OptionalLong.empty(),
                    StageMemory.NONE,
                    rates(3 * MILLION, 0, 0),
                    rates(2 * MILLION_SQUARED / 1000, 0, 0));
            Problem problem = Instances.of(1, 1)
                    .stage(0, stage)
                    .microBatch(0, MicroBatch.of(800, segmentation))
                    .problem();
            totals.add(durations(problem, OpKind.F).stream()
                    .mapToLong(Long::longValue)
                    .sum());
        }
        assertThat(totals).first().isEqualTo(3 * 800 + 800L * 800 / 1000);
        assertThat(totals).allSatisfy(total -> assertThat(total).isBetween(totals.get(0), totals.get(0) + 8));
    }
}
