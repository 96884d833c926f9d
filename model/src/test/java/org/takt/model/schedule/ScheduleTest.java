package org.takt.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void refusesStartsAndModesOfDifferentNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Schedule(new long[2], new int[1]))
                .withMessage("A schedule got 2 starts but 1 modes.");
    }

    @Test
    void forgetsTheStartsOfAbsentOps() {
        Schedule schedule = new Schedule(new long[] {3, 4}, new int[] {0, Schedule.ABSENT});

        assertThat(schedule.start(1)).isZero();
        assertThat(schedule.isPresent(1)).isFalse();
        assertThat(schedule)
                .isEqualTo(new Schedule(new long[] {3, 9}, new int[] {0, Schedule.ABSENT}))
                .hasSameHashCodeAs(new Schedule(new long[] {3, 9}, new int[] {0, Schedule.ABSENT}))
                .isNotEqualTo(new Schedule(new long[] {3, 9}, new int[] {0, 0}));
    }

    @Test
    void doesNotChangeWithTheArraysItWasMadeFrom() {
        long[] starts = {3};
        int[] modes = {0};
        Schedule schedule = new Schedule(starts, modes);

        starts[0] = 8;
        modes[0] = 1;

        assertThat(schedule).isEqualTo(new Schedule(new long[] {3}, new int[] {0}));
    }
}
