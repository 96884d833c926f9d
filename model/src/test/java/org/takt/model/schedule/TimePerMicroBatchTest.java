package org.takt.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimePerMicroBatchTest {
    @Test
    void isInLowestTerms() {
        assertThat(TimePerMicroBatch.of(30, 4))
                .isEqualTo(TimePerMicroBatch.of(15, 2))
                .hasToString("15/2");
        assertThat(TimePerMicroBatch.of(30, 3)).hasToString("10");
    }

    /** Doubles cannot tell these two apart. */
    @Test
    void comparesExactly() {
        long large = 1_000_000_000_000_000L;
        assertThat(TimePerMicroBatch.of(large - 1, large)).isLessThan(TimePerMicroBatch.of(large, large + 1));
        assertThat(TimePerMicroBatch.of(2, 3)).isEqualByComparingTo(TimePerMicroBatch.of(4, 6));
    }

    @Test
    void roundsPeriodsUp() {
        assertThat(TimePerMicroBatch.of(15, 2).leastPeriod(3)).isEqualTo(23);
        assertThat(TimePerMicroBatch.of(15, 2).leastPeriod(4)).isEqualTo(30);
    }

    @Test
    void refusesNegativeTimesAndNoMicroBatches() {
        assertThatThrownBy(() -> TimePerMicroBatch.of(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TimePerMicroBatch.of(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
