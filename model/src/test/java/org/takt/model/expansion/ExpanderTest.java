package org.takt.model.expansion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Link;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageMemory;
import org.takt.model.problem.Device;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;

/** Small instances against problems written by hand, one rule at a time. */
class ExpanderTest {
    @Test
    void fusedBackwardsOnALatencyLink() {
        Problem expanded = Instances.of(2, 1).costs(3, 4, 5).latency(7).problem();

        Problems byHand = Problems.of(2);
        int f0 = byHand.op(OpKind.F, 0, 0, 3, 0);
        int b0 = byHand.op(OpKind.B, 0, 0, 9, 0);
        int f1 = byHand.op(OpKind.F, 1, 0, 3, 1);
        int b1 = byHand.op(OpKind.B, 1, 0, 9, 1);
        byHand.precede(f0, b0).precede(f1, b1).precede(f0, f1, 7).precede(b1, b0, 7);
        assertThat(expanded).isEqualTo(byHand.problem());
    }

    @Test
    void splitBackwardsHandTheInputGradientOn() {
        Problem expanded =
                Instances.of(2, 1).costs(3, 4, 5).backward(Backward.SPLIT).problem();

        Problems byHand = Problems.of(2);
        int f0 = byHand.op(OpKind.F, 0, 0, 3, 0);
        int i0 = byHand.op(OpKind.I, 0, 0, 4, 0);
        int w0 = byHand.op(OpKind.W, 0, 0, 5, 0);
        int f1 = byHand.op(OpKind.F, 1, 0, 3, 1);
        int i1 = byHand.op(OpKind.I, 1, 0, 4, 1);
        int w1 = byHand.op(OpKind.W, 1, 0, 5, 1);
        byHand.precede(f0, i0)
                .precede(i0, w0)
                .precede(f1, i1)
                .precede(i1, w1)
                .precede(f0, f1)
                .precede(i1, i0);
        assertThat(expanded).isEqualTo(byHand.problem());
    }

    @Test
    void eitherBackwardsAreAlternatives() {
        Problem expanded = Instances.of(2, 1)
                .costs(3, 4, 5)
                .fullBackward(8)
                .backward(Backward.EITHER)
                .problem();

        Problems byHand = Problems.of(2);
        int f0 = byHand.op(OpKind.F, 0, 0, 3, 0);
        int b0 = byHand.optional(OpKind.B, 0, 0, 8, 0);
        int i0 = byHand.optional(OpKind.I, 0, 0, 4, 0);
        int w0 = byHand.optional(OpKind.W, 0, 0, 5, 0);
        int f1 = byHand.op(OpKind.F, 1, 0, 3, 1);
        int b1 = byHand.optional(OpKind.B, 1, 0, 8, 1);
        int i1 = byHand.optional(OpKind.I, 1, 0, 4, 1);
        int w1 = byHand.optional(OpKind.W, 1, 0, 5, 1);
        byHand.precede(f0, b0)
                .precede(f0, i0)
                .precede(i0, w0)
                .precede(f1, b1)
                .precede(f1, i1)
                .precede(i1, w1)
                .precede(f0, f1)
                .precede(b1, b0)
                .precede(b1, i0)
                .precede(i1, b0)
                .precede(i1, i0);
        byHand.rule(new PresenceRule.ExactlyOne(List.of(b0, i0)))
                .rule(new PresenceRule.Implies(i0, w0))
                .rule(new PresenceRule.Implies(w0, i0))
                .rule(new PresenceRule.ExactlyOne(List.of(b1, i1)))
                .rule(new PresenceRule.Implies(i1, w1))
                .rule(new PresenceRule.Implies(w1, i1));
        assertThat(expanded).isEqualTo(byHand.problem());
    }

    @Test
    void exclusiveLinksCarryOneTransferAtATimeInEachDirection() {
        Problem expanded = Instances.of(2, 2).exclusive(6, 2).problem();

        Problems byHand = Problems.of(2);
        int[] f0 = new int[2];
        int[] b0 = new int[2];
        int[] f1 = new int[2];
        int[] b1 = new int[2];
        for (int m = 0; m < 2; m++) {
            f0[m] = byHand.op(OpKind.F, 0, m, 1, 0);
            b0[m] = byHand.op(OpKind.B, 0, m, 2, 0);
            f1[m] = byHand.op(OpKind.F, 1, m, 1, 1);
            b1[m] = byHand.op(OpKind.B, 1, m, 2, 1);
            byHand.precede(f0[m], b0[m]).precede(f1[m], b1[m]);
        }
        int down = byHand.resource("link d0 → d1", ResourceKind.LINK, 0, 1);
        int up = byHand.resource("link d1 → d0", ResourceKind.LINK, 1, 0);
        for (int m = 0; m < 2; m++) {
            int sendForward = byHand.op(OpKind.SEND_F, 0, m, 6, down);
            int sendBackward = byHand.op(OpKind.SEND_B, 1, m, 6, up);
            byHand.precede(f0[m], sendForward)
                    .precede(sendForward, f1[m], 2)
                    .precede(b1[m], sendBackward)
                    .precede(sendBackward, b0[m], 2);
        }
        assertThat(expanded).isEqualTo(byHand.problem());
    }

    @Test
    void aTransferOfAlternativesFollowsEither() {
        Problem expanded =
                Instances.of(2, 1).exclusive(6, 0).backward(Backward.EITHER).problem();

        int send = 9;
        assertThat(expanded.ops().get(send).label()).isEqualTo("SEND_B(stage 1, micro-batch 0)");
        assertThat(expanded.precedences())
                .filteredOn(precedence -> precedence.before() == send || precedence.after() == send)
                .extracting(
                        precedence -> expanded.ops().get(precedence.before()).kind() + "→"
                                + expanded.ops().get(precedence.after()).kind())
                .containsExactlyInAnyOrder("B→SEND_B", "I→SEND_B", "SEND_B→B", "SEND_B→I");
    }

    @Test
    void stagesOnOneDeviceHandOverAtOnce() {
        Problem expanded =
                Instances.of(1, 1).stages(2).explicit(0, 0).exclusive(6, 2).problem();

        assertThat(expanded.resources()).hasSize(1);
        assertThat(expanded.ops()).hasSize(4);
        assertThat(expanded.precedences())
                .allSatisfy(precedence -> assertThat(precedence.lag().largest()).isZero());
    }

    @Test
    void anEdgeReplacesTheDefaultLinkInItsDirectionOnly() {
        Problem expanded = Instances.of(2, 1)
                .latency(7)
                .edge(0, 1, new Link.Latency(3))
                .edge(1, 0, new Link.Exclusive(5, 0))
                .problem();

        assertThat(expanded.precedences().get(2).lag().largest()).isEqualTo(3);
        assertThat(expanded.resources().get(2).name()).isEqualTo("link d1 → d0");
        assertThat(expanded.ops().get(4).modes()).containsExactly(new Mode(5, List.of(2)));
    }

    @Test
    void memoryOfAFusedBackwardIsHeldToItsEnd() {
        Problem expanded = Instances.of(1, 1).memory(100, 10, 4, 3).problem();

        Problems byHand = Problems.of(1).device(0, 100);
        int f = byHand.op(OpKind.F, 0, 0, 1, 0);
        int b = byHand.op(OpKind.B, 0, 0, 2, 0);
        byHand.precede(f, b).buffer(0, 10, f, b).buffer(0, 3, b, b);
        assertThat(expanded).isEqualTo(byHand.problem());
    }

    @Test
    void memoryOfASplitBackwardIsHeldInTwoParts() {
        Problem expanded =
                Instances.of(1, 1).memory(0, 10, 4, 3).backward(Backward.SPLIT).problem();

        Problems byHand = Problems.of(1);
        int f = byHand.op(OpKind.F, 0, 0, 1, 0);
        int i = byHand.op(OpKind.I, 0, 0, 1, 0);
        int w = byHand.op(OpKind.W, 0, 0, 1, 0);
        byHand.precede(f, i).precede(i, w).buffer(0, 6, f, i).buffer(0, 4, f, w).buffer(0, 3, i, w);
        assertThat(expanded).isEqualTo(byHand.problem());
    }

    @Test
    void memoryOfEitherBackwardIsReleasedByTheOneThatIsPresent() {
        Problem expanded =
                Instances.of(1, 1).memory(0, 10, 4, 3).backward(Backward.EITHER).problem();

        int f = 0;
        int b = 1;
        int i = 2;
        int w = 3;
        Problems byHand = Problems.of(1);
        byHand.op(OpKind.F, 0, 0, 1, 0);
        byHand.optional(OpKind.B, 0, 0, 2, 0);
        byHand.optional(OpKind.I, 0, 0, 1, 0);
        byHand.optional(OpKind.W, 0, 0, 1, 0);
        byHand.precede(f, b)
                .precede(f, i)
                .precede(i, w)
                .buffer(0, 6, f, b, i)
                .buffer(0, 4, f, b, w)
                .buffer(0, 3, b, b)
                .buffer(0, 3, i, w)
                .rule(new PresenceRule.ExactlyOne(List.of(b, i)))
                .rule(new PresenceRule.Implies(i, w))
                .rule(new PresenceRule.Implies(w, i));
        assertThat(expanded).isEqualTo(byHand.problem());
    }

    @Test
    void deltaNotationBecomesBuffers() {
        Problem negative = Instances.of(1, 1)
                .stageMemory(0, StageMemory.ofDeltas(0, 10, -4, -6))
                .backward(Backward.SPLIT)
                .problem();
        Problem positive = Instances.of(1, 1)
                .stageMemory(0, StageMemory.ofDeltas(0, 10, 2, -12))
                .backward(Backward.SPLIT)
                .problem();

        assertThat(negative.buffers())
                .extracting(buffer -> List.of(buffer.size(), buffer.takenAt(), buffer.releasedBy()))
                .containsExactly(List.of(4L, 0, List.of(1)), List.of(6L, 0, List.of(2)));
        assertThat(positive.buffers())
                .extracting(buffer -> List.of(buffer.size(), buffer.takenAt(), buffer.releasedBy()))
                .containsExactly(List.of(10L, 0, List.of(2)), List.of(2L, 1, List.of(2)));
    }

    @Test
    void costsScaleWithSpeedAndMicroBatchAndAreRoundedUpOnce() {
        Problem expanded = Instances.of(2, 2)
                .costs(7, 3, 3)
                .speed(1, 1500)
                .microBatch(1, 500, 1000)
                .problem();

        assertThat(expanded.ops())
                .extracting(Op::label, op -> op.modes().get(0).duration())
                .containsExactly(
                        tuple("F(stage 0, micro-batch 0)", 7L),
                        tuple("B(stage 0, micro-batch 0)", 6L),
                        tuple("F(stage 1, micro-batch 0)", 5L),
                        tuple("B(stage 1, micro-batch 0)", 4L),
                        tuple("F(stage 0, micro-batch 1)", 4L),
                        tuple("B(stage 0, micro-batch 1)", 3L),
                        tuple("F(stage 1, micro-batch 1)", 3L),
                        tuple("B(stage 1, micro-batch 1)", 2L));
    }

    @Test
    void memoryScalesWithTheMicroBatchAndConstantsDoNot() {
        Problem expanded = Instances.of(1, 2)
                .memory(100, 10, 4, 3)
                .microBatch(0, 1000, 250)
                .microBatch(1, 1000, 0)
                .backward(Backward.SPLIT)
                .problem();

        assertThat(expanded.devices()).containsExactly(new Device("d0", 100, OptionalLong.empty()));
        // ⌈2.5⌉ − ⌈1⌉ until I, ⌈1⌉ until W, ⌈0.75⌉ from I to W; nothing at all of the second.
        assertThat(expanded.buffers())
                .extracting(buffer -> buffer.size(), buffer -> buffer.takenAt())
                .containsExactly(tuple(2L, 0), tuple(1L, 0), tuple(1L, 1));
    }

    @Test
    void aMicroBatchOfFactorZeroCostsNothing() {
        Problem expanded = Instances.of(1, 1).microBatch(0, 0, 1000).problem();

        assertThat(expanded.horizon()).isZero();
    }

    @Test
    void devicesHoldTheConstantsOfTheirStagesAndTheirOwn() {
        Problem expanded = Instances.of(2, 1)
                .stages(4)
                .placement(new Placement.V())
                .memory(10, 0, 0, 0)
                .stageMemory(3, new StageMemory(1, 0, 0, 0))
                .constantMemory(0, 500)
                .limit(999)
                .problem();

        assertThat(expanded.devices())
                .containsExactly(
                        new Device("d0", 511, OptionalLong.of(999)), new Device("d1", 20, OptionalLong.of(999)));
    }

    @Test
    void bidirectionalDevicesHoldTheStagesOfBothPipelines() {
        Problem expanded = Instances.of(2, 3)
                .placement(new Placement.Bidirectional(new Placement.Loop()))
                .stageMemory(0, new StageMemory(100, 0, 0, 0))
                .stageMemory(1, new StageMemory(7, 0, 0, 0))
                .direction(2, 1)
                .problem();

        assertThat(expanded.devices()).extracting(Device::constantMemory).containsExactly(107L, 107L);
        assertThat(expanded.ops())
                .filteredOn(op -> op.kind() == OpKind.F)
                .extracting(Op::label, op -> op.modes().get(0).resources().get(0))
                .containsExactly(
                        tuple("F(stage 0, micro-batch 0)", 0),
                        tuple("F(stage 1, micro-batch 0)", 1),
                        tuple("F(pipeline 1, stage 0, micro-batch 1)", 1),
                        tuple("F(pipeline 1, stage 1, micro-batch 1)", 0),
                        tuple("F(pipeline 1, stage 0, micro-batch 2)", 1),
                        tuple("F(pipeline 1, stage 1, micro-batch 2)", 0));
    }

    @Test
    void theObjectiveIsTheInstances() {
        assertThat(Instances.of(1, 1)
                        .objective(new Objective.PeakMemory(9))
                        .problem()
                        .objective())
                .isEqualTo(new Objective.PeakMemory(9));
    }
}
