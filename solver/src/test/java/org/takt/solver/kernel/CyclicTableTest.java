package org.takt.solver.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CyclicTableTest {
    private static final int[] ONE = {0};
    private static final int[] BOTH = {0, 1};

    @Test
    void aReservationRepeatsEveryPeriod() {
        CyclicTable table = new CyclicTable(1, 10);
        table.reserve(ONE, 28, 4);
        assertThat(table.earliest(ONE, 0, 1)).isEqualTo(2);
        assertThat(table.earliest(ONE, 5, 3)).isEqualTo(5);
        assertThat(table.earliest(ONE, 6, 3)).isEqualTo(12);
        assertThat(table.earliest(ONE, 37, 6)).isEqualTo(42);
        assertThat(table.earliest(ONE, 37, 7)).isEqualTo(-1);
        assertThat(table.earliest(ONE, 39, 0)).isEqualTo(39);
    }

    @Test
    void severalResourcesAreFreeAtOnce() {
        CyclicTable table = new CyclicTable(2, 10);
        table.reserve(ONE, 0, 3);
        table.reserve(new int[] {1}, 5, 3);
        assertThat(table.earliest(BOTH, 0, 2)).isEqualTo(3);
        assertThat(table.earliest(BOTH, 4, 2)).isEqualTo(8);
        assertThat(table.earliest(BOTH, 0, 3)).isEqualTo(-1);
    }

    @Test
    void findsTheFirstGapOfAnyTable() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            int period = 5 + random.nextInt(20);
            boolean[] busy = new boolean[period];
            CyclicTable table = new CyclicTable(1, period);
            for (int step = 0; step < 6; step++) {
                long ready = random.nextInt(3 * period);
                int duration = 1 + random.nextInt(6);
                long expected = firstGap(busy, ready, duration);
                assertThat(table.earliest(ONE, ready, duration)).isEqualTo(expected);
                if (expected >= 0) {
                    table.reserve(ONE, expected, duration);
                    for (int tick = 0; tick < duration; tick++) {
                        busy[(int) ((expected + tick) % period)] = true;
                    }
                }
            }
        }
    }

    private static long firstGap(boolean[] busy, long ready, int duration) {
        if (duration > busy.length) {
            return -1;
        }
        for (long start = ready; start < ready + busy.length; start++) {
            boolean free = true;
            for (int tick = 0; tick < duration; tick++) {
                free &= !busy[(int) ((start + tick) % busy.length)];
            }
            if (free) {
                return start;
            }
        }
        return -1;
    }
}
