package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.takt.model.certificate.Certificate;

class TimesToGapTest {
    private final History history = new History();

    @Test
    void aGapIsReachedWhenTheLaterOfValueAndBoundIsThere() {
        bound(100, 9_000);
        incumbent(200, 12_000);
        incumbent(1_000, 10_000);
        bound(2_000, 9_600);
        bound(4_000, 9_990);
        incumbent(7_000, 9_990);

        TimesToGap times = TimesToGap.of(history.incumbents(), history.bounds());

        assertThat(times.fivePercent()).contains(2.0);
        assertThat(times.onePercent()).contains(4.0);
        assertThat(times.tenthOfAPercent()).contains(4.0);
        assertThat(times.proof()).contains(7.0);
    }

    @Test
    void gapsThatWereNeverReachedHaveNoTime() {
        incumbent(1_000, 10_000);
        bound(2_000, 9_500);
        assertThat(TimesToGap.of(history.incumbents(), history.bounds()))
                .isEqualTo(new TimesToGap(Optional.of(2.0), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void withoutScheduleOrBoundNothingIsReached() {
        TimesToGap nothing = new TimesToGap(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        incumbent(1_000, 10_000);
        assertThat(TimesToGap.of(history.incumbents(), history.bounds())).isEqualTo(nothing);
    }

    @Test
    void historiesKeepImprovementsOnly() {
        incumbent(1_000, 10_000);
        incumbent(2_000, 10_000);
        incumbent(3_000, 11_000);
        bound(1_500, 5);
        bound(1_600, 4);
        assertThat(history.incumbents()).containsExactly(new History.Incumbent(1, 10_000, "source"));
        assertThat(history.bounds()).containsExactly(new History.BoundStep(1.5, 5, "load on device d0"));
    }

    private void incumbent(long millis, long value) {
        history.onIncumbent(Duration.ofMillis(millis), value, "source");
    }

    private void bound(long millis, long value) {
        history.onBound(Duration.ofMillis(millis), Certificate.closedForm(value, "load", "device d0"));
    }
}
