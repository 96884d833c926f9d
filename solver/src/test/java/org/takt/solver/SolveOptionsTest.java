package org.takt.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SolveOptionsTest {
    @Test
    void refusesMoreWorkersThanAnyMachineHasUseFor() {
        assertThat(SolveOptions.DEFAULTS.withWorkers(SolveOptions.MOST_WORKERS).workers())
                .isEqualTo(1024);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SolveOptions.DEFAULTS.withWorkers(1025))
                .withMessage("There are 1025 workers, expected at least 1 and at most 1024.");
    }
}
