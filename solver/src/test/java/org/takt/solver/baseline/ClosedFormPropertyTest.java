package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

/**
 * The idle times and peaks that the families' documentation gives, on equal stages without communication, for any
 * times. Idle time is the makespan less the work of a device.
 */
class ClosedFormPropertyTest {
    private static final int TRIES = 300;

    @Property(tries = TRIES)
    void oneStagePerDevice(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 1, max = 14) int microBatches,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long backward) {
        Fixture fixture = new Fixture(devices, microBatches, 1, forward, backward, 0);
        long idle = (devices - 1) * (forward + backward);
        fixture.check(new GPipe(), Backward.FUSED, idle, rank -> microBatches);
        for (ScheduleFamily family : List.of(new OneForwardOneBackward(), Dapple.POLICY_A)) {
            fixture.check(family, Backward.FUSED, idle, rank -> Math.min(microBatches, devices - rank));
        }
        for (ScheduleFamily family : List.of(new EagerOneForwardOneBackward(), Dapple.POLICY_B)) {
            fixture.check(family, Backward.FUSED, idle, rank -> Math.min(microBatches, 2 * (devices - rank) - 1));
        }
    }

    @Property(tries = TRIES)
    void kForwardKBackward(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 1, max = 4) int size,
            @ForAll @IntRange(min = 1, max = 5) int groups,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long backward) {
        int microBatches = groups * size;
        new Fixture(devices, microBatches, 1, forward, backward, 0)
                .check(
                        new KForwardKBackward(size),
                        Backward.FUSED,
                        (devices - 1) * (forward + backward),
                        rank -> Math.min(microBatches, size * (devices - rank)));
    }

    @Property(tries = TRIES)
    void interleavedOneForwardOneBackwardOfAnyNumberOfMicroBatches(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 0, max = 14) int more,
            @ForAll @IntRange(min = 1, max = 4) int chunks,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long backward) {
        int microBatches = devices + more;
        new Fixture(devices, microBatches, chunks, forward, backward, 0)
                .check(
                        new InterleavedOneForwardOneBackward(),
                        Backward.FUSED,
                        (devices - 1) * (forward + backward),
                        rank -> interleavedPeak(
                                devices, microBatches, chunks, largestEvenGroup(microBatches, devices), 2, rank));
    }

    @Property(tries = TRIES)
    void interleavedOneForwardOneBackwardOfAnyGroupSize(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 0, max = 4) int more,
            @ForAll @IntRange(min = 0, max = 14) int furtherMicroBatches,
            @ForAll @IntRange(min = 1, max = 4) int chunks,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long backward) {
        int size = devices + more;
        int microBatches = size + furtherMicroBatches;
        Assume.that(microBatches % size == 0 || microBatches % size >= devices);
        new Fixture(devices, microBatches, chunks, forward, backward, 0)
                .check(
                        new InterleavedOneForwardOneBackward(size),
                        Backward.FUSED,
                        (devices - 1) * (forward + backward),
                        rank -> interleavedPeak(devices, microBatches, chunks, size, 2, rank));
    }

    @Property(tries = TRIES)
    void breadthFirst(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 0, max = 8) int more,
            @ForAll @IntRange(min = 1, max = 4) int chunks,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 0, max = 9) long backward) {
        int microBatches = devices + more;
        Fixture fixture = new Fixture(devices, microBatches, chunks, forward, backward, 0);
        for (BreadthFirst family : List.of(BreadthFirst.FAST_LLM, BreadthFirst.PYTORCH)) {
            fixture.check(
                    family, Backward.FUSED, (devices - 1) * (forward + backward), rank -> microBatches * (long) chunks);
        }
    }

    @Property(tries = TRIES)
    void generalInterleaving(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 1, max = 4) int groups,
            @ForAll @IntRange(min = 1, max = 4) int chunks,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long input,
            @ForAll @LongRange(min = 1, max = 9) long weight) {
        int microBatches = groups * devices;
        new Fixture(devices, microBatches, chunks, forward, input, weight)
                .check(
                        GeneralInterleaving.GIS,
                        Backward.SPLIT,
                        (devices - 1) * (forward + input),
                        rank -> interleavedPeak(devices, microBatches, chunks, devices, 1, rank));
    }

    @Property(tries = TRIES)
    void generalInterleavingOfSmallerGroupsWhereAllTimesAreEqual(
            @ForAll @IntRange(min = 1, max = 8) int devices,
            @ForAll @IntRange(min = 0, max = 4) int fewer,
            @ForAll @IntRange(min = 1, max = 4) int groups,
            @ForAll @IntRange(min = 1, max = 4) int chunks,
            @ForAll @LongRange(min = 1, max = 9) long time) {
        int size = Math.max((devices + 1) / 2, devices - fewer);
        int microBatches = groups * size;
        new Fixture(devices, microBatches, chunks, time, time, time)
                .check(
                        new GeneralInterleaving(size),
                        Backward.SPLIT,
                        (2L * (devices - 1) + (chunks - 1L) * (devices - size)) * time,
                        rank -> interleavedPeak(devices, microBatches, chunks, size, 1, rank));
    }

    @Property(tries = TRIES)
    void interleavedZeroBubble(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 0, max = 14) int more,
            @ForAll @IntRange(min = 1, max = 4) int chunks,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long input,
            @ForAll @LongRange(min = 1, max = 9) long weight) {
        int microBatches = devices + more;
        int size = largestEvenGroup(microBatches, devices);
        new Fixture(devices, microBatches, chunks, forward, input, weight)
                .check(
                        new InterleavedZeroBubble(),
                        Backward.SPLIT,
                        (devices - 1) * (forward + Math.max(0, input - Math.min(forward, weight))),
                        rank -> interleavedPeak(devices, microBatches, chunks, size, 1, 0));
    }

    @Property(tries = TRIES)
    void twoStageBackpropagation(
            @ForAll @IntRange(min = 1, max = 6) int devices,
            @ForAll @IntRange(min = 0, max = 8) int more,
            @ForAll @LongRange(min = 1, max = 9) long forward,
            @ForAll @LongRange(min = 1, max = 9) long input,
            @ForAll @LongRange(min = 1, max = 9) long weight) {
        int microBatches = devices + more;
        Fixture fixture = new Fixture(devices, microBatches, 1, forward, input, weight);
        fixture.check(
                TwoStageBackpropagation.GPIPE, Backward.SPLIT, (devices - 1) * (forward + input), rank -> microBatches);
        fixture.checkIdleTime(
                TwoStageBackpropagation.ONE_FORWARD_ONE_BACKWARD,
                Backward.SPLIT,
                (devices - 1) * (forward + Math.max(0, input - Math.min(forward, weight))));
    }

    private static int largestEvenGroup(int microBatches, int devices) {
        int groups = microBatches / devices;
        return (microBatches + groups - 1) / groups;
    }

    private static long interleavedPeak(
            int devices, int microBatches, int chunks, int groupSize, int perHop, int rank) {
        return Math.min(microBatches * chunks, (chunks - 1) * groupSize + perHop * (devices - 1 - rank) + 1);
    }

    /** Equal stages in a loop that hold one unit from the begin of the forward to the end of the weight gradient. */
    private record Fixture(int devices, int microBatches, int chunks, long forward, long input, long weight) {
        void check(ScheduleFamily family, Backward backward, long idle, IntToLongFunction peakOfRank) {
            Report report = Families.report(problem(backward), family);
            assertThat(idleTime(report)).as(family.name()).isEqualTo(idle);
            assertThat(report.devices())
                    .as(family.name())
                    .extracting(DeviceReport::peakMemory)
                    .isEqualTo(IntStream.range(0, devices)
                            .mapToLong(peakOfRank)
                            .boxed()
                            .toList());
        }

        void checkIdleTime(ScheduleFamily family, Backward backward, long idle) {
            assertThat(idleTime(Families.report(problem(backward), family)))
                    .as(family.name())
                    .isEqualTo(idle);
        }

        private long idleTime(Report report) {
            return report.makespan() - (long) microBatches * chunks * (forward + input + weight);
        }

        private Problem problem(Backward backward) {
            return Instances.of(devices, microBatches)
                    .stages(devices * chunks)
                    .costs(forward, input, weight)
                    .memory(0, 1, 1, 0)
                    .backward(backward)
                    .problem();
        }
    }
}
