package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeansTest {
    @Test
    void geometricMeans() {
        assertThat(Means.geometric(List.of(2.0, 8.0)).orElseThrow()).isCloseTo(4, within(1e-12));
        assertThat(Means.geometric(List.of())).isEmpty();
    }

    /** √(0.001 × 0.004) − 0.001 = 0.001, and ³√(0.001 × 0.01 × 0.1) − 0.001 = 0.009. */
    @Test
    void meansOfGapsAreShiftedByATenthOfAPercent() {
        assertThat(Means.ofGaps(List.of(0.0, 0.003)).orElseThrow()).isCloseTo(0.001, within(1e-12));
        assertThat(Means.ofGaps(List.of(0.0, 0.009, 0.099)).orElseThrow()).isCloseTo(0.009, within(1e-12));
        assertThat(Means.ofGaps(List.of(0.0, 0.0, 0.0))).contains(0.0);
        assertThat(Means.ofGaps(List.of(1.0)).orElseThrow()).isCloseTo(1, within(1e-12));
    }

    @Test
    void mediansCountWhatWasNeverReachedAsLongest() {
        assertThat(Means.median(times(3.0, 1.0, 2.0))).contains(2.0);
        assertThat(Means.median(times(3.0, 1.0))).contains(2.0);
        assertThat(Means.median(times(5.0, null, 1.0))).contains(5.0);
        assertThat(Means.median(times(5.0, null))).isEmpty();
        assertThat(Means.median(times(null, null, 1.0))).isEmpty();
        assertThat(Means.median(List.of())).isEmpty();
    }

    private static List<Optional<Double>> times(Double... seconds) {
        return java.util.Arrays.stream(seconds).map(Optional::ofNullable).toList();
    }
}
