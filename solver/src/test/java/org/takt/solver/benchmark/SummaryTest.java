package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    /** Gaps of Takt in class a: 0, 0.9 % and 9.9 %, whose shifted mean is 0.9 %; in class b: 4 %. */
    private static final List<BenchmarkRecord> RECORDS = List.of(
            Records.of("i")
                    .category("a")
                    .seed(0)
                    .value(1000)
                    .bound(1000)
                    .after(2)
                    .build(),
            Records.of("i")
                    .category("a")
                    .seed(1)
                    .value(1000)
                    .bound(991)
                    .after(4)
                    .build(),
            Records.of("j").category("a").value(1000).bound(901).after(6).build(),
            Records.of("k").category("b").value(100).bound(96).after(8).build(),
            Records.of("i")
                    .category("a")
                    .solver("exact")
                    .seed(0)
                    .value(1000)
                    .bound(1000)
                    .build(),
            Records.of("i")
                    .category("a")
                    .solver("exact")
                    .seed(1)
                    .value(4000)
                    .bound(1000)
                    .build(),
            Records.of("j")
                    .category("a")
                    .solver("exact")
                    .status(RecordStatus.UNKNOWN)
                    .bound(3)
                    .build(),
            Records.of("k")
                    .category("b")
                    .solver("exact")
                    .status(RecordStatus.FAILED)
                    .build(),
            Records.of("i").category("a").solver("families").value(1100).build(),
            Records.of("j").category("a").solver("families").value(900).build());

    private final Summary summary = Summary.of(RECORDS);

    @Test
    void classesStandInAlphabeticalOrderAndAllIsLast() {
        assertThat(summary.rows()).extracting(Summary.Row::category).containsExactly("a", "b", "all");
        assertThat(summary.rows()).extracting(Summary.Row::cases).containsExactly(2, 1, 3);
        assertThat(summary.rows()).extracting(Summary.Row::records).containsExactly(3, 1, 4);
        assertThat(summary.rows()).extracting(Summary.Row::failed).containsExactly(0, 1, 1);
    }

    @Test
    void gapsAndSharesAreThoseOfTakt() {
        Summary.Row a = summary.rows().get(0);
        assertThat(a.gap().orElseThrow()).isCloseTo(0.009, within(1e-9));
        assertThat(a.within1Percent()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(a.within5Percent()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(a.proved()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(a.secondsTo1Percent()).contains(4.0);
        Summary.Row all = summary.rows().get(2);
        assertThat(all.within3Percent()).isEqualTo(0.5);
        assertThat(all.within5Percent()).isEqualTo(0.75);
        assertThat(all.secondsTo1Percent()).isEmpty();
    }

    /** exact: 1 and 4 times Takt's, geometric mean 2. families: 1.1, 1.1 (once for each seed of Takt) and 0.9. */
    @Test
    void peersAreComparedCaseByCaseAndSeedBySeed() {
        Summary.Peer exact = summary.rows().get(0).peers().get("exact");
        assertThat(exact.records()).isEqualTo(3);
        assertThat(exact.solved()).isEqualTo(2);
        assertThat(exact.valueRatio().orElseThrow()).isCloseTo(2, within(1e-12));
        assertThat(exact.compared()).isEqualTo(2);
        assertThat(exact.worse()).isEqualTo(1);
        assertThat(exact.better()).isZero();
        assertThat(exact.proved()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(exact.gap().orElseThrow()).isCloseTo(Math.cbrt(0.001 * 0.751 * 1.001) - 0.001, within(1e-12));

        Summary.Peer families = summary.rows().get(0).peers().get("families");
        assertThat(families.valueRatio().orElseThrow()).isCloseTo(Math.cbrt(1.1 * 1.1 * 0.9), within(1e-12));
        assertThat(families.worse()).isEqualTo(2);
        assertThat(families.better()).isEqualTo(1);
        assertThat(families.gap()).isEmpty();
        assertThat(summary.rows().get(1).peers()).containsOnlyKeys("exact");
    }

    @Test
    void aProofThatThereIsNoScheduleIsAProofWithoutGap() {
        Summary.Row row = Summary.of(List.of(
                        Records.of("i").status(RecordStatus.INFEASIBLE).after(3).build()))
                .rows()
                .get(0);
        assertThat(row.proved()).isEqualTo(1);
        assertThat(row.gap()).contains(0.0);
        assertThat(row.secondsTo1Percent()).contains(3.0);
    }

    @Test
    void recordsWithoutScheduleCountAsAGapOfOne() {
        Summary.Row row =
                Summary.of(List.of(Records.of("i").bound(5).build())).rows().get(0);
        assertThat(row.gap().orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(row.within5Percent()).isZero();
    }

    @Test
    void theMostMemoryOfAnyOfTaktsSolvesCounts() {
        Summary.Row row = Summary.of(List.of(
                        Records.of("i").peakMemory(300).build(),
                        Records.of("j").peakMemory(200).build(),
                        Records.of("k").build(),
                        Records.of("i").solver("exact").peakMemory(900).build()))
                .rows()
                .get(0);
        assertThat(row.peakMemoryMebibytes()).contains(300L);
    }

    @Test
    void solvesThatTookLongerThanAllowedAreCountedBySolver() {
        List<BenchmarkRecord> records = List.of(
                Records.of("i").solver("exact").taking(87.5).build(),
                Records.of("j").solver("exact").taking(70).build(),
                Records.of("k").solver("exact").taking(66).build(),
                Records.of("i").taking(61).build());
        assertThat(Overrun.of(records)).containsExactly(new Overrun("exact", 2, 3, 87.5));
    }
}
