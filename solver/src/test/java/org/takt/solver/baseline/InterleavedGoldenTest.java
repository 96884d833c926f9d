package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.problem.Problem;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

/**
 * Known figures for one chunk's forward taking 1, its backward 2, and each hop between devices {@code lag}: makespans and
 * per-rank peaks from an independent simulation. Times are given in quarters where the lag is a fraction.
 */
class InterleavedGoldenTest {
    @ParameterizedTest
    @CsvSource({
        "4,  8, 2,  57, '11 9 7 5'",
        "4, 16, 4, 201, '19 17 15 13'",
        "8, 16, 2, 117, '23 21 19 17 15 13 11 9'",
    })
    void interleavedOneForwardOneBackward(int devices, int microBatches, int chunks, long makespan, String peaks) {
        Report report = report(devices, microBatches, chunks, 1, 0, new InterleavedOneForwardOneBackward());
        assertThat(report.makespan()).isEqualTo(makespan);
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).isEqualTo(longs(peaks));
        assertThat(report(devices, microBatches, chunks, 1, 0, new InterleavedOneForwardOneBackward(devices)))
                .isEqualTo(report);
    }

    @ParameterizedTest
    @CsvSource({"4, 8, 2, 57", "4, 16, 4, 201", "8, 16, 2, 117"})
    void breadthFirst(int devices, int microBatches, int chunks, long makespan) {
        for (BreadthFirst family : List.of(BreadthFirst.FAST_LLM, BreadthFirst.PYTORCH)) {
            Report report = report(devices, microBatches, chunks, 1, 0, family);
            assertThat(report.makespan()).isEqualTo(makespan);
            assertThat(report.devices())
                    .extracting(DeviceReport::peakMemory)
                    .containsOnly((long) microBatches * chunks);
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 8, 2, 60.5, 58.5", "4, 16, 4, 208.5, 202.5", "8, 16, 2, 124.5, 120.5"})
    void breadthFirstHidesALagOfAQuarterBetterThanInterleaving(
            int devices, int microBatches, int chunks, double interleaved, double breadthFirst) {
        assertThat(report(devices, microBatches, chunks, 4, 1, new InterleavedOneForwardOneBackward())
                                .makespan()
                        / 4.0)
                .isEqualTo(interleaved);
        assertThat(report(devices, microBatches, chunks, 4, 1, BreadthFirst.FAST_LLM)
                                .makespan()
                        / 4.0)
                .isEqualTo(breadthFirst);
    }

    @ParameterizedTest
    @CsvSource({"1, '4 3 2 1'", "2, '8 6 4 2'", "3, '12 9 6 3'"})
    void kForwardKBackwardWithoutLag(int groupSize, String peaks) {
        Report report = report(4, 12, 1, 1, 0, new KForwardKBackward(groupSize));
        assertThat(report.makespan()).isEqualTo(45);
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).isEqualTo(longs(peaks));
    }

    /** Lags in halves. */
    @ParameterizedTest
    @CsvSource({"1, 1, 56", "1, 2, 48", "2, 1, 67", "2, 2, 51", "4, 1, 89", "4, 2, 60", "4, 3, 57"})
    void kForwardKBackwardHidesLags(int halvesOfLag, int groupSize, long makespan) {
        assertThat(report(4, 12, 1, 2, halvesOfLag, new KForwardKBackward(groupSize))
                        .makespan())
                .isEqualTo(2 * makespan);
    }

    private static Report report(
            int devices, int microBatches, int chunks, long tick, long lag, ScheduleFamily family) {
        Problem problem = Instances.of(devices, microBatches)
                .stages(devices * chunks)
                .costs(tick, tick, tick)
                .memory(0, 1, 0, 0)
                .latency(lag)
                .problem();
        return Families.report(problem, family);
    }

    private static List<Long> longs(String text) {
        return List.of(text.split(" ")).stream().map(Long::valueOf).toList();
    }
}
