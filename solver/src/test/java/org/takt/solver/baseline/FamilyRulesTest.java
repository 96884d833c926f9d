package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

/** Published figures and conditions of single families. */
class FamilyRulesTest {
    /** ChunkFlow's example (arXiv 2503.02356): unequal sequences let 1F1B idle 57.14 % of the time. */
    @ParameterizedTest
    @ValueSource(strings = {"4 1 2 1", "4 2 1 1"})
    void oneForwardOneBackwardOfUnequalMicroBatches(String lengths) {
        Instances instances = Instances.of(4, 4);
        String[] parts = lengths.split(" ");
        for (int microBatch = 0; microBatch < parts.length; microBatch++) {
            instances.microBatch(microBatch, 1000 * Long.parseLong(parts[microBatch]), 1000);
        }
        Report report = Families.report(instances.problem(), new OneForwardOneBackward());
        assertThat(report.makespan()).isEqualTo(56);
        assertThat(report.devices()).extracting(DeviceReport::busy).containsOnly(24L);
    }

    /** Four devices and micro-batches of 1 + 2: the scale on which other families are compared. */
    @Test
    void interleavingTwoChunksTakes16AndAHalfWhere1F1BTakes21() {
        Problem plain = Instances.of(4, 4).costs(1, 2, 0).problem();
        Problem chunks = Instances.of(4, 4).stages(8).costs(1, 2, 0).problem();
        assertThat(Families.report(plain, new OneForwardOneBackward()).makespan())
                .isEqualTo(21);
        assertThat(Families.report(chunks, new InterleavedOneForwardOneBackward())
                        .makespan())
                .isEqualTo(33);
    }

    /** The table of 2BP (arXiv 2405.18047): idle share of the makespan where all ops take as long. */
    @ParameterizedTest
    @CsvSource({"4, 4, 6, 18", "4, 8, 6, 30", "8, 8, 14, 38", "8, 16, 14, 62", "4, 1, 6, 9", "8, 1, 14, 17"})
    void twoStageBackpropagationOverGPipe(int devices, int microBatches, long idle, long makespan) {
        Problem problem =
                Instances.of(devices, microBatches).backward(Backward.SPLIT).problem();
        Report report = Families.report(problem, TwoStageBackpropagation.GPIPE);
        assertThat(report.makespan()).isEqualTo(makespan);
        assertThat(report.devices()).extracting(DeviceReport::busy).containsOnly(makespan - idle);
    }

    /** (N − 1) / (4N − 1) of the time for N micro-batches on N devices, and (N − 1) / (7N − 1) for twice as many. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void twoStageBackpropagationOver1F1B(int devices) {
        for (int times = 1; times <= 2; times++) {
            Problem problem = Instances.of(devices, times * devices)
                    .backward(Backward.SPLIT)
                    .problem();
            Report report = Families.report(problem, TwoStageBackpropagation.ONE_FORWARD_ONE_BACKWARD);
            assertThat(report.makespan()).isEqualTo((times * 3 + 1) * devices - 1);
        }
    }

    /** PipeOffload (arXiv 2503.01328), table 1 in activations of chunks: v·d + d − 1, v·d, and about (v + 1)·d / 2. */
    @Test
    void generalInterleavingSavesMemory() {
        Problem problem = Instances.of(8, 32)
                .stages(8 * 4)
                .memory(0, 1, 1, 0)
                .backward(Backward.SPLIT)
                .problem();
        assertThat(Families.report(problem, new InterleavedOneForwardOneBackward())
                        .peakMemory())
                .isEqualTo(4 * 8 + 8 - 1);
        assertThat(Families.report(problem, GeneralInterleaving.GIS).peakMemory())
                .isEqualTo(4 * 8);
        assertThat(Families.report(problem, GeneralInterleaving.GIS_H).peakMemory())
                .isEqualTo((4 + 1) * 8 / 2);
    }

    @Test
    void dapplesPoliciesLetInWhatMemoryHolds() {
        Problem problem = Instances.of(4, 8).memory(1, 2, 0, 1).limit(7).problem();
        for (Dapple family : List.of(Dapple.POLICY_A, Dapple.POLICY_B)) {
            Report report = Families.report(problem, family);
            assertThat(report.peakMemory()).as(family.name()).isLessThanOrEqualTo(7);
        }
        assertThat(Families.report(problem, Dapple.POLICY_A).devices())
                .extracting(DeviceReport::peakMemory)
                .containsExactly(6L, 6L, 6L, 4L);
    }

    @Test
    void dappleNeedsRoomForOneMicroBatch() {
        Problem problem = Instances.of(4, 8).memory(1, 2, 0, 1).limit(3).problem();
        assertThat(Families.refusal(problem, Dapple.POLICY_A))
                .isEqualTo(
                        "DAPPLE A needs room for one micro-batch on every device, but the device of stage 0 has none.");
    }

    @Test
    void aGroupOfMegatronHasAtLeastAsManyMicroBatchesAsDevices() {
        Problem problem = Instances.of(4, 9).stages(8).problem();
        assertThat(Families.refusal(problem, new InterleavedOneForwardOneBackward(6)))
                .isEqualTo("1F1B-I g=6 needs at least as many micro-batches in each group as devices, found 3 for 4.");
        assertThat(Families.report(problem, new InterleavedOneForwardOneBackward(5))
                        .makespan())
                .isEqualTo((9 * 2 + 3) * 3);
    }

    @Test
    void generalInterleavingTakesGroupsBetweenHalfTheDevicesAndAll() {
        Problem problem = Instances.of(5, 9).stages(10).backward(Backward.SPLIT).problem();
        for (int size : new int[] {1, 2, 6}) {
            assertThat(Families.refusal(problem, new GeneralInterleaving(size)))
                    .isEqualTo("GIS g=" + size + " needs groups of 3 to 5 micro-batches on 5 devices.");
        }
        assertThat(Families.report(problem, new GeneralInterleaving(3)))
                .isEqualTo(Families.report(problem, GeneralInterleaving.GIS_H));
    }

    @Test
    void groupsHaveAtLeastOneMicroBatch() {
        List<IntFunction<ScheduleFamily>> families =
                List.of(KForwardKBackward::new, InterleavedOneForwardOneBackward::new, GeneralInterleaving::new);
        for (IntFunction<ScheduleFamily> family : families) {
            assertThatThrownBy(() -> family.apply(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A group has 0 micro-batches, expected at least 1.");
        }
    }

    @Test
    void interleavedFamiliesNeedALoop() {
        Problem problem =
                Instances.of(3, 6).stages(6).placement(new Placement.V()).problem();
        assertThat(Families.refusal(problem, new InterleavedOneForwardOneBackward()))
                .isEqualTo("1F1B-I needs one pipeline with backwards whose stages go round the devices in a loop.");
    }

    @Test
    void aLoopMayGoRoundTheDevicesInAnyOrder() {
        Problem problem =
                Instances.of(3, 6).stages(6).explicit(2, 0, 1, 2, 0, 1).problem();
        assertThat(PipelineShape.of(problem).orElseThrow().isLoop()).isTrue();
        assertThat(Families.report(problem, new InterleavedOneForwardOneBackward())
                        .makespan())
                .isEqualTo((6 * 2 + 2) * 3);
    }

    @Test
    void otherPlacementsAreNoLoop() {
        for (Problem problem : List.of(
                Instances.of(3, 6).stages(6).explicit(0, 1, 2, 0, 2, 1).problem(),
                Instances.of(3, 6).stages(4).explicit(0, 1, 2, 0).problem(),
                Instances.of(3, 6).stages(3).explicit(0, 1, 1).problem(),
                Instances.of(3, 6)
                        .placement(new Placement.Bidirectional(new Placement.Loop()))
                        .problem())) {
            assertThat(PipelineShape.of(problem).orElseThrow().isLoop()).isFalse();
        }
    }
}
