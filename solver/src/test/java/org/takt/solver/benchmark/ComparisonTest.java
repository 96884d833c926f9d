package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final List<BenchmarkRecord> A = List.of(
            Records.of("i").category("a").value(1000).bound(1000).after(2).build(),
            Records.of("j").category("a").value(1000).bound(990).after(3).build(),
            Records.of("k").category("b").value(1000).bound(500).build(),
            Records.of("gone").build(),
            Records.of("changed").value(7).build(),
            Records.of("i").category("a").solver("exact").value(3000).build());

    private static final List<BenchmarkRecord> B = List.of(
            Records.of("i").category("a").value(1000).bound(1000).after(1).build(),
            Records.of("j").category("a").value(1210).bound(968).after(3).build(),
            Records.of("k").category("b").value(900).bound(800).build(),
            Records.of("new").build(),
            Records.of("changed").digest("other").value(8).build());

    private final Comparison comparison = Comparison.of("takt", A, B);

    @Test
    void pairsAreRecordsOfTheSameInstanceObjectiveAndSeed() {
        assertThat(comparison.rows()).extracting(Comparison.Row::category).containsExactly("a", "b", "all");
        assertThat(comparison.rows()).extracting(Comparison.Row::pairs).containsExactly(2, 1, 3);
        assertThat(comparison.onlyInA())
                .extracting(BenchmarkRecord.Key::instance)
                .containsExactly("gone");
        assertThat(comparison.onlyInB())
                .extracting(BenchmarkRecord.Key::instance)
                .containsExactly("new");
        assertThat(comparison.changed())
                .extracting(BenchmarkRecord.Key::instance)
                .containsExactly("changed");
    }

    /** Values 1 and 1.21 of A's, geometric mean 1.1; bounds 1 and 968 / 990; gaps 0 and 1 % against 0 and 20 %. */
    @Test
    void meansOfAClass() {
        Comparison.Row a = comparison.rows().get(0);
        assertThat(a.valueRatio().orElseThrow()).isCloseTo(1.1, within(1e-12));
        assertThat(a.boundRatio().orElseThrow()).isCloseTo(Math.sqrt(968 / 990.0), within(1e-12));
        assertThat(a.gapA().orElseThrow()).isCloseTo(Math.sqrt(0.001 * 0.011) - 0.001, within(1e-12));
        assertThat(a.gapB().orElseThrow()).isCloseTo(Math.sqrt(0.001 * 0.201) - 0.001, within(1e-12));
    }

    @Test
    void winsAndLossesInValueAndBound() {
        assertThat(comparison.rows().get(0).value()).isEqualTo(new Comparison.Tally(0, 1, 1));
        assertThat(comparison.rows().get(0).bound()).isEqualTo(new Comparison.Tally(0, 1, 1));
        assertThat(comparison.rows().get(1).value()).isEqualTo(new Comparison.Tally(1, 0, 0));
        assertThat(comparison.rows().get(1).bound()).isEqualTo(new Comparison.Tally(1, 0, 0));
        assertThat(comparison.rows().get(2).value()).isEqualTo(new Comparison.Tally(1, 1, 1));
    }

    @Test
    void timesToThresholds() {
        assertThat(comparison.rows().get(0).times())
                .containsEntry("1%", new Comparison.Times(2, 1, Optional.of(2.5), Optional.empty()))
                .containsEntry("proof", new Comparison.Times(1, 1, Optional.empty(), Optional.empty()));
        assertThat(comparison.rows().get(2).times().get("5%"))
                .isEqualTo(new Comparison.Times(2, 1, Optional.of(3.0), Optional.empty()));
    }

    @Test
    void aScheduleBeatsNoneAndAProofOfNoneBeatsABound() {
        Comparison none = Comparison.of(
                "takt",
                List.of(
                        Records.of("i").build(),
                        Records.of("j").status(RecordStatus.INFEASIBLE).build()),
                List.of(
                        Records.of("i").value(5).build(),
                        Records.of("j").bound(9).build()));
        Comparison.Row all = none.rows().get(1);
        assertThat(all.value()).isEqualTo(new Comparison.Tally(1, 0, 1));
        assertThat(all.bound()).isEqualTo(new Comparison.Tally(0, 1, 1));
        assertThat(all.valueRatio()).isEmpty();
        assertThat(all.boundRatio()).isEmpty();
    }

    @Test
    void runsWithoutACommonRecordHaveNoMeans() {
        Comparison nothing = Comparison.of("takt", A, List.of());
        assertThat(nothing.rows()).hasSize(1);
        assertThat(nothing.rows().get(0).pairs()).isZero();
        assertThat(nothing.rows().get(0).gapA()).isEmpty();
        assertThat(nothing.onlyInA()).hasSize(5);
    }
}
