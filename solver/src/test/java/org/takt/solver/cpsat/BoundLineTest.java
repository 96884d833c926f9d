package org.takt.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundLineTest {
    @Test
    void readsTheLowerBound() {
        assertThat(BoundLine.parse("#Bound   0.05s best:45    next:[40,44]    max_lp"))
                .hasValue(40);
        assertThat(BoundLine.parse("#Bound   1.20s best:inf   next:[0,1200]   quick_restart"))
                .hasValue(0);
    }

    @Test
    void ignoresOtherLines() {
        assertThat(BoundLine.parse("#1       0.01s best:45    next:[33,44]    fj"))
                .isEmpty();
        assertThat(BoundLine.parse("#Done    0.06s max_lp")).isEmpty();
        assertThat(BoundLine.parse("#Bound   0.06s best:45    next:[]         max_lp"))
                .isEmpty();
        assertThat(BoundLine.parse("")).isEmpty();
    }

    @Test
    void lowersWhatTheLogMayHaveRoundedUp() {
        assertThat(BoundLine.parse("#Bound 1s best:2e+09 next:[999999999,2e+09] x"))
                .hasValue(999_999_999);
        assertThat(BoundLine.parse("#Bound 1s best:2e+09 next:[1.23456789e+09,2e+09] x"))
                .hasValue(1_234_567_880);
        assertThat(BoundLine.parse("#Bound 1s best:2e+14 next:[1.2e+14,2e+14] x"))
                .hasValue(119_999_999_000_000L);
    }
}
