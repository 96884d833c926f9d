package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "90, 90000",
        "1.5, 1500",
        "0.05, 50",
        "2m, 120000",
        "1h30m, 5400000",
        "1.25s, 1250",
        "500ms, 500",
        "1h2m3s4ms, 3723004",
        "8760h, 31536000000",
        "31536000, 31536000000",
    })
    void readsSecondsAndUnits(String text, long millis) {
        assertThat(DurationText.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0.000", "0s", "-1", "1.", "1.2345", "1d", "1m1h", "1 m", "1e3", "NaN"})
    void refusesWhatIsNoTimeAboveZero(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8760h1ms", "31536001", "9999999999", "99999999h", "999999999999h", "9999999999999999999999"})
    void refusesMoreThanAYear(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @Test
    void showsTenthsOfSeconds() {
        assertThat(DurationText.format(Duration.ofMillis(61_250))).isEqualTo("61.3s");
        assertThat(DurationText.format(Duration.ZERO)).isEqualTo("0.0s");
    }
}
