package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentTextTest {
    @Test
    void neverShowsAPositiveShareAsNothing() {
        assertThat(PercentText.of(0)).isEqualTo("0.00 %");
        assertThat(PercentText.of(0.00004)).isEqualTo("<0.01 %");
        assertThat(PercentText.of(0.0001)).isEqualTo("0.01 %");
        assertThat(PercentText.of(1)).isEqualTo("100.00 %");
    }
}
