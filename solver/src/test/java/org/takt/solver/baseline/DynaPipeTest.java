package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;

class DynaPipeTest {
    /** In a cycle each device runs the first backward and the first forward that were ready before it. */
    @Test
    void runsABackwardAndAForwardInEachCycle() {
        Problem problem = Instances.of(2, 3).problem();
        FamilyRun run = FamilyRun.of(problem, new DynaPipe());
        assertThat(labels(problem, run, 0)).containsExactly("F0", "F1", "F2", "B0", "B1", "B2");
        assertThat(labels(problem, run, 1)).containsExactly("F0", "B0", "F1", "B1", "F2", "B2");
    }

    /** Device 1 passes the long micro-batch on to device 0 while that has others to do. */
    @Test
    void waitsLessThan1F1BForMicroBatchesOfUnequalCost() {
        Instances instances = Instances.of(4, 8);
        for (int microBatch = 0; microBatch < 8; microBatch += 3) {
            instances.microBatch(microBatch, 4000, 1000);
        }
        Problem problem = instances.problem();
        assertThat(FamilyRun.of(problem, new DynaPipe()).makespan())
                .isLessThan(FamilyRun.of(problem, new OneForwardOneBackward()).makespan());
    }

    @Test
    void leavesMicroBatchesForALaterCycleWhereMemoryIsShort() {
        Instances instances = Instances.of(4, 8).memory(0, 1, 0, 0);
        assertThat(FamilyRun.of(instances.problem(), new DynaPipe()).peaks()).isEqualTo(List.of(7L, 5L, 3L, 1L));
        assertThat(FamilyRun.of(instances.limit(3).problem(), new DynaPipe()).peaks())
                .isEqualTo(List.of(3L, 3L, 3L, 1L));
    }

    @Test
    void doesNotApplyWhereNoMicroBatchFits() {
        Problem problem = Instances.of(2, 2).memory(0, 2, 0, 0).limit(1).problem();
        assertThat(FamilyRun.reason(problem, new DynaPipe()))
                .isEqualTo(
                        "DynaPipe holds back a micro-batch for ever, because a device's memory limit is too low for it.");
        Problem two = Instances.of(2, 2)
                .placement(new Placement.Bidirectional(new Placement.Loop()))
                .problem();
        assertThat(FamilyRun.reason(two, new DynaPipe()))
                .isEqualTo("DynaPipe needs one pipeline with backwards of whole micro-batches.");
    }

    @Property(tries = 200)
    void equalMicroBatchesIdleAsLongAsIn1F1B(
            @ForAll @IntRange(min = 1, max = 8) int devices,
            @ForAll @IntRange(min = 1, max = 20) int microBatches,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long backward) {
        Problem problem = Instances.of(devices, microBatches)
                .costs(forward, 0, 0)
                .fullBackward(backward)
                .memory(0, 1, 0, 0)
                .problem();
        FamilyRun run = FamilyRun.of(problem, new DynaPipe());
        assertThat(run.idle()).isEqualTo((devices - 1) * (forward + backward));
        for (int stage = 0; stage < devices; stage++) {
            assertThat(run.peaks().get(stage)).isEqualTo(Math.min(microBatches, 2 * (devices - stage) - 1));
        }
    }

    private static List<String> labels(Problem problem, FamilyRun run, int device) {
        return run.outcome().orders().orders().get(device).stream()
                .map(op -> problem.ops().get(op).kind().name()
                        + problem.ops().get(op).microBatch())
                .toList();
    }
}
