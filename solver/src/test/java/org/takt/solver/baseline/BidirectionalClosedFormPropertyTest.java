package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;

/** The closed forms in the Javadoc of Chimera, BitPipe, Hanayo and DualPipe, where their conditions hold. */
class BidirectionalClosedFormPropertyTest {
    @Property(tries = 200)
    void chimera(
            @ForAll @IntRange(min = 1, max = 5) int half,
            @ForAll @IntRange(min = 1, max = 4) int units,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long longer) {
        int devices = 2 * half;
        FamilyRun run = FamilyRun.of(
                twoDirections(devices, units * devices, forward, forward + longer)
                        .problem(),
                Chimera.DIRECT);
        assertThat(run.idle()).isEqualTo((devices - 2) * (forward + longer + (units - 1) * longer));
        for (int device = 0; device < devices; device++) {
            assertThat(run.peaks().get(device)).isEqualTo(half + 1 + Math.min(device, devices - 1 - device));
        }
    }

    @Property(tries = 200)
    void chimeraWithForwardDoubling(
            @ForAll @IntRange(min = 1, max = 5) int half,
            @ForAll @IntRange(min = 1, max = 3) int units,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long longer) {
        Assume.that(longer <= forward);
        int devices = 2 * half;
        FamilyRun run = FamilyRun.of(
                twoDirections(devices, 2 * units * devices, forward, forward + longer)
                        .problem(),
                Chimera.DOUBLED);
        assertThat(run.idle()).isEqualTo((half - 1) * (2 * forward + longer));
        for (int device = 0; device < devices; device++) {
            assertThat(run.peaks().get(device)).isEqualTo(3L * half + 1 + Math.min(device, devices - 1 - device));
        }
    }

    @Property(tries = 200)
    void bitPipe(
            @ForAll @IntRange(min = 1, max = 4) int half,
            @ForAll @IntRange(min = 1, max = 3) int units,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long longer) {
        int devices = 2 * half;
        FamilyRun run = FamilyRun.of(
                Instances.of(devices, units * devices)
                        .stages(2 * devices)
                        .placement(new Placement.Bidirectional(new Placement.V()))
                        .costs(forward, 0, 0)
                        .fullBackward(forward + longer)
                        .memory(0, 1, 0, 0)
                        .problem(),
                new BitPipe());
        assertThat(run.idle()).isEqualTo((devices - 2) * (forward + longer + (units - 1) * longer));
        for (int device = 0; device < devices; device++) {
            assertThat(run.peaks().get(device)).isEqualTo(3L * half + 1 + Math.min(device, devices - 1 - device));
        }
    }

    @Property(tries = 200)
    void hanayo(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 1, max = 3) int waves,
            @ForAll @IntRange(min = 1, max = 3) int units,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long backward) {
        FamilyRun run = FamilyRun.of(
                Instances.of(devices, units * devices)
                        .stages(2 * devices * waves)
                        .placement(new Placement.Wave(waves))
                        .costs(forward, 0, 0)
                        .fullBackward(backward)
                        .memory(0, 1, 0, 0)
                        .problem(),
                new Hanayo());
        assertThat(run.idle())
                .isEqualTo(
                        2 * (devices - 1) * (Math.max(forward, backward) + (units - 1) * Math.abs(backward - forward)));
        for (int device = 0; device < devices; device++) {
            assertThat(run.peaks().get(device)).isEqualTo(2L * devices * waves - devices + device + 1);
        }
    }

    @Property(tries = 200)
    void dualPipe(
            @ForAll @IntRange(min = 1, max = 5) int half,
            @ForAll @IntRange(min = 0, max = 8) int more,
            @ForAll @LongRange(min = 1, max = 9) long weight,
            @ForAll @LongRange(min = 0, max = 9) long inputMore,
            @ForAll @LongRange(min = 0, max = 9) long forwardMore) {
        long input = weight + inputMore;
        long forward = input + forwardMore;
        FamilyRun two = FamilyRun.of(
                Instances.of(2 * half, 2 * (2 * half + more))
                        .placement(new Placement.Bidirectional(new Placement.Loop()))
                        .costs(forward, input, weight)
                        .backward(Backward.EITHER)
                        .memory(0, 1, 0, 0)
                        .problem(),
                new DualPipe());
        FamilyRun v = FamilyRun.of(
                Instances.of(half, 2 * half + more)
                        .stages(2 * half)
                        .placement(new Placement.V())
                        .costs(forward, input, weight)
                        .backward(Backward.EITHER)
                        .memory(0, 1, 0, 0)
                        .problem(),
                new DualPipeV());
        long idle = (half - 1) * Math.max(forward + input - weight, 2 * (forward - weight));
        assertThat(two.idle()).isEqualTo(idle);
        assertThat(v.idle()).isEqualTo(idle);
        assertThat(two.peaks()).containsOnly(2L * half + 1);
        assertThat(v.peaks()).containsOnly(2L * half + 1);
    }

    private static Instances twoDirections(int devices, int microBatches, long forward, long backward) {
        return Instances.of(devices, microBatches)
                .placement(new Placement.Bidirectional(new Placement.Loop()))
                .costs(forward, 0, 0)
                .fullBackward(backward)
                .memory(0, 1, 0, 0);
    }
}
