package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.solver.baseline.Families.report;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Report;

/** V-Min and V-Half against the authors' own scheduler and their closed forms. */
class BuildingBlockFamilyTest {
    record Row(ScheduleFamily family, int devices, int microBatches, long[] times, long span, long peak) {
        boolean isInUnitTimes() {
            return times[0] == 1;
        }

        Problem problem() {
            return v(devices, microBatches)
                    .costs(times[0], times[1], times[2])
                    .latency(times[3])
                    .problem();
        }

        @Override
        public String toString() {
            return family.name() + " p=" + devices + " m=" + microBatches + " F=" + times[0];
        }
    }

    static Stream<Row> rows() {
        return PublishedTables.read("vshape_vmin_vhalf_authors_code.csv").stream()
                .skip(1)
                .flatMap(cells ->
                        Stream.of(row(BuildingBlockFamily.V_MIN, cells, 6), row(BuildingBlockFamily.V_HALF, cells, 9)));
    }

    private static Row row(ScheduleFamily family, String[] cells, int first) {
        return new Row(
                family,
                Integer.parseInt(cells[0]),
                Integer.parseInt(cells[1]),
                Stream.of(cells).skip(2).limit(4).mapToLong(Long::parseLong).toArray(),
                Long.parseLong(cells[first]),
                Long.parseLong(cells[first + 2]));
    }

    private static Instances v(int devices, int microBatches) {
        return Instances.of(devices, microBatches)
                .stages(2 * devices)
                .placement(new Placement.V())
                .memory(0, 1, 1, 0)
                .backward(Backward.SPLIT)
                .objective(Objective.MAX_DEVICE_SPAN);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void thePeakIsThePublishedOne(Row row) {
        assertThat(report(row.problem(), row.family()).peakMemory()).isEqualTo(row.peak());
    }

    /**
     * With the profiled times the steady state takes as long as the authors' and warm-up and cool-down a little less, so that
     * the whole is shorter by up to half a percent: how they reorder those is not in the paper. In unit times both are
     * equally long but for V-Min on 8 devices, which is one slot shorter here.
     */
    @ParameterizedTest
    @MethodSource("rows")
    void theSpanIsThePublishedOneOrALittleShorter(Row row) {
        long span = report(row.problem(), row.family()).maxDeviceSpan();
        if (row.isInUnitTimes()) {
            boolean shorter = row.family() == BuildingBlockFamily.V_MIN && row.devices() == 8;
            assertThat(span).isEqualTo(row.span() - (shorter ? 1 : 0));
        } else {
            assertThat(span).isBetween(row.span() - row.span() / 200, row.span());
        }
    }

    @Property(tries = 100)
    void inUnitTimesIdleTimeAndPeakAreWithinTheClosedForms(
            @ForAll @IntRange(min = 1, max = 16) int devices, @ForAll @IntRange(min = 0, max = 20) int more) {
        int microBatches = 2 * devices + more;
        Problem problem = v(devices, microBatches).problem();

        Report least = report(problem, BuildingBlockFamily.V_MIN);
        assertThat(least.maxDeviceSpan()).isLessThanOrEqualTo(6L * microBatches + 4L * (devices - 1));
        assertThat(least.peakMemory()).isEqualTo(2L * ((devices + 2 + 2) / 3));

        Report half = report(problem, BuildingBlockFamily.V_HALF);
        assertThat(half.maxDeviceSpan()).isLessThanOrEqualTo(6L * microBatches + 3L * (devices - 1));
        assertThat(half.peakMemory()).isEqualTo(2L * (devices / 2 + 1));
    }
}
