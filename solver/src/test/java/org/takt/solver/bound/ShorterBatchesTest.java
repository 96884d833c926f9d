package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;

class ShorterBatchesTest {
    private static final int WIDE = 10_000;

    /** Three stages, F + B takes 2 + 3 at each, fused, one tick in between: 2 + 1 + 2 + 1 + 5 + 1 + 3 from the entry to the last op's start. */
    private static MeetingRelaxation relaxation(int microBatches, long limit) {
        return MeetingRelaxation.of(new ProblemAnalysis(Instances.of(3, microBatches)
                        .costs(2, 2, 1)
                        .latency(1)
                        .memory(0, 1, 0, 0)
                        .limit(limit)
                        .backward(Backward.FUSED)
                        .problem()))
                .orElseThrow();
    }

    private static final long WAY = 2 + 1 + 2 + 1 + 2 + 3 + 1 + 3 + 1;

    @Test
    void withRoomForOneEachWaitsForTheOneBefore() {
        MeetingRelaxation relaxation = relaxation(5, 1);
        ShorterBatches shorter = relaxation.shorter(List.of(0), WIDE, () -> false);
        for (int size = 1; size <= 5; size++) {
            assertThat(shorter.least(size)).isEqualTo(WAY + (size - 1) * (WAY + 3));
        }
        assertThat(shorter.behind(0)).isZero();
        assertThat(shorter.behind(1)).isEqualTo(3 + WAY);
        assertThat(shorter.behind(4)).isEqualTo(3 + WAY + 3 * (WAY + 3));
    }

    /** With room for two, the third enters behind the last op of the first, and the last ops take 3 each. */
    @Test
    void withoutMeetingsRoomAndTheLastOpCount() {
        ShorterBatches shorter = ShorterBatches.withoutMeetings(relaxation(5, 2).path(List.of(0)), 5);
        assertThat(shorter.least(1)).isEqualTo(WAY);
        assertThat(shorter.least(2)).isEqualTo(WAY + 3);
        assertThat(shorter.least(3)).isEqualTo(WAY + 3 + WAY);
        assertThat(shorter.least(4)).isEqualTo(WAY + 3 + WAY + 3);
        assertThat(shorter.behind(1)).isEqualTo(3);
        assertThat(shorter.behind(2)).isEqualTo(3 + WAY);
        assertThat(shorter.states()).isZero();
    }

    /** Of all sizes as much as follows for that size alone, unless that is more than was looked for, and mostly more than without meetings. */
    @Test
    void eachSizeTakesWhatItTakesAlone() {
        List<Integer> stages = List.of(0, 1, 2);
        MeetingRelaxation relaxation = relaxation(16, 2);
        ShorterBatches shorter = relaxation.shorter(stages, WIDE, () -> false);
        ShorterBatches without = ShorterBatches.withoutMeetings(relaxation.path(stages), 16);
        int equal = 0;
        int more = 0;
        for (int size = 3; size <= 16; size++) {
            MeetingOrders alone = new MeetingOrders(
                    relaxation.path(stages),
                    size,
                    WIDE,
                    ShorterBatches.withoutMeetings(relaxation.path(stages), size),
                    Long.MAX_VALUE,
                    () -> false);
            long least = alone.leastTime();
            assertThat(shorter.least(size)).isLessThanOrEqualTo(least);
            equal += shorter.least(size) == least ? 1 : 0;
            more += shorter.least(size) > without.least(size) ? 1 : 0;
        }
        assertThat(equal).isGreaterThan(4);
        assertThat(more).isGreaterThan(4);
        assertThat(shorter.states()).isPositive();
        assertThat(shorter.isWhole()).isTrue();
    }

    @Test
    void aStopLeavesWhatIsKnownWithoutMeetings() {
        ShorterBatches stopped = relaxation(5, 2).shorter(List.of(0, 1, 2), WIDE, () -> true);
        ShorterBatches without = ShorterBatches.withoutMeetings(relaxation(5, 2).path(List.of(0, 1, 2)), 5);
        assertThat(stopped.isWhole()).isFalse();
        for (int size = 1; size <= 5; size++) {
            assertThat(stopped.least(size)).isEqualTo(without.least(size));
        }
    }
}
