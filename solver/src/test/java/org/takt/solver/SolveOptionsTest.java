package org.takt.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SolveOptionsTest {
    @Test
    void refusesMoreWorkersThanTheEngineTakes() {
        assertThat(SolveOptions.DEFAULTS.withWorkers(SolveOptions.MOST_WORKERS).workers())
                .isEqualTo(10_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SolveOptions.DEFAULTS.withWorkers(10_001))
                .withMessage("There are 10001 workers, expected at least 1 and at most 10000.");
    }
}
