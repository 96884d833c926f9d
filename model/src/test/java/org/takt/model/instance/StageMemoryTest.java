package org.takt.model.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StageMemoryTest {
    @Test
    void deltasBecomeParts() {
        assertThat(StageMemory.ofDeltas(5, 10, -4, -6)).isEqualTo(new StageMemory(5, 10, 6, 0));
        assertThat(StageMemory.ofDeltas(0, 10, 0, -10)).isEqualTo(new StageMemory(0, 10, 10, 0));
        assertThat(StageMemory.ofDeltas(0, 10, -10, 0)).isEqualTo(new StageMemory(0, 10, 0, 0));
        assertThat(StageMemory.ofDeltas(0, 10, 3, -13)).isEqualTo(new StageMemory(0, 10, 10, 3));
    }

    @Test
    void deltasMustSumToZeroAndNeverFallBelowNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StageMemory.ofDeltas(0, 10, -4, -5))
                .withMessage("Memory deltas must sum to 0 with forward at least 0 and backwardInput at least −forward,"
                        + " found 10, -4, -5.");
        assertThatIllegalArgumentException().isThrownBy(() -> StageMemory.ofDeltas(0, 10, -11, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> StageMemory.ofDeltas(0, -1, 1, 0));
    }

    @Test
    void aFullBackwardCostsTheSumUnlessItSaysOtherwise() {
        assertThat(new StageSpec(1, 2, 3, OptionalLong.empty(), StageMemory.NONE).fullBackward())
                .isEqualTo(5);
        assertThat(new StageSpec(1, 2, 3, OptionalLong.of(4), StageMemory.NONE).fullBackward())
                .isEqualTo(4);
    }
}
