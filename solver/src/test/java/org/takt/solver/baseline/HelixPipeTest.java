package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Problem;

/** HelixPipe (arXiv 2507.00394) against its closed form. */
class HelixPipeTest {
    private static final StageMemory UNIT = new StageMemory(0, 1, 1, 0);

    /** A layer's times before attention, in it and after; forward and fused backward. */
    private record Times(long before, long attention, long after) {}

    private static Problem helix(int devices, int layers, int microBatches, Times forward, Times backward) {
        Instances instances = Instances.of(devices, microBatches).stages(2 * layers + 1);
        for (int unit = 0; unit <= layers; unit++) {
            long first = unit == layers ? 0 : forward.before();
            long firstBack = unit == layers ? 0 : backward.before();
            long second = unit == 0 ? 0 : forward.after();
            long secondBack = unit == 0 ? 0 : backward.after();
            instances.stage(2 * unit, stage(first + second, firstBack + secondBack));
            if (unit < layers) {
                instances.stage(2 * unit + 1, stage(forward.attention(), backward.attention()));
            }
        }
        return instances.placement(new Placement.Helix()).problem();
    }

    private static StageSpec stage(long forward, long backward) {
        return new StageSpec(forward, backward, 0, OptionalLong.empty(), UNIT);
    }

    @Property(tries = 100)
    void oneRoundIdlesForWhatLiesBetweenAttentionsOnly(
            @ForAll @IntRange(min = 2, max = 6) int devices,
            @ForAll @IntRange(min = 1, max = 3) int loops,
            @ForAll @LongRange(min = 1, max = 9) long before,
            @ForAll @LongRange(min = 1, max = 30) long attention,
            @ForAll @LongRange(min = 1, max = 9) long after) {
        Times forward = new Times(before, attention, after);
        Times backward = new Times(2 * before, 3 * attention, before + after);
        Problem problem = helix(devices, devices * loops, devices, forward, backward);

        FamilyRun run = FamilyRun.of(problem, new HelixPipe());
        assertThat(run.idle()).isEqualTo((devices - 1) * (before + after + 2 * before + before + after));
        assertThat(run.peaks().stream().mapToLong(Long::longValue).sum())
                .as("all is held before the first backward ends")
                .isEqualTo(devices * (2L * devices * loops + 1));
    }

    @Test
    void severalRoundsAreVerifiedSchedulesToo() {
        Times times = new Times(1, 3, 2);
        long work = 3L * 4 * 8 * (1 + 3 + 2) * 2 / 4;
        assertThat(FamilyRun.of(helix(4, 8, 12, times, times), new HelixPipe()).makespan())
                .isGreaterThanOrEqualTo(work + 2 * 3 * 3);
    }

    @Test
    void appliesToManyDevices() {
        Times times = new Times(1, 3, 2);
        assertThat(FamilyRun.of(helix(32, 32, 32, times, times), new HelixPipe())
                        .idle())
                .isEqualTo(31 * 6);
    }

    @Test
    void otherPlacementsAndTornRoundsAreNotForIt() {
        String reason =
                "HelixPipe needs whole micro-batches, as many as devices or a multiple, with backwards, in a helix placement.";
        Times times = new Times(1, 3, 2);
        assertThat(FamilyRun.reason(helix(4, 4, 6, times, times), new HelixPipe()))
                .isEqualTo(reason);
        assertThat(FamilyRun.reason(Instances.of(4, 8).problem(), new HelixPipe()))
                .isEqualTo(reason);
    }

    @Test
    void familiesOfOtherPlacementsAreNotForAHelix() {
        Times times = new Times(1, 3, 2);
        PipelineShape shape = PipelineShape.of(helix(2, 4, 4, times, times)).orElseThrow();
        for (ScheduleFamily family : ScheduleFamilies.all()) {
            if (!(family instanceof HelixPipe)) {
                assertThat(family.orders(shape))
                        .as(family.name())
                        .isInstanceOf(ScheduleFamily.Outcome.DoesNotApply.class);
            }
        }
    }
}
