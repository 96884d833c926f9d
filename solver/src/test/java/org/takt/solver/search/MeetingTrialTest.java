package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.solver.bound.MeetingRelaxation;
import org.takt.solver.bound.ProblemAnalysis;

class MeetingTrialTest {
    private static MeetingRelaxation relaxation(Instances instances) {
        return MeetingRelaxation.of(new ProblemAnalysis(instances
                        .costs(2, 2, 1)
                        .memory(0, 1, 0, 0)
                        .limit(4)
                        .backward(Backward.FUSED)
                        .problem()))
                .orElseThrow();
    }

    @Test
    void eachOtherStageMayBeAddedThoseAtTheEndsFirst() {
        MeetingRelaxation four = relaxation(Instances.of(4, 8));
        assertThat(MeetingTrial.isPossible(four)).isTrue();
        assertThat(MeetingTrial.withOneMore(List.of(1), four))
                .containsExactly(
                        new MeetingTrial(List.of(0), List.of(0, 1)),
                        new MeetingTrial(List.of(3), List.of(1, 3)),
                        new MeetingTrial(List.of(2), List.of(1, 2)));
    }

    @Test
    void allStagesOfADeviceMayBeAddedTogether() {
        MeetingRelaxation chunked = relaxation(Instances.of(2, 8).stages(4).placement(new Placement.V()));
        assertThat(MeetingTrial.withOneMore(List.of(0), chunked))
                .extracting(MeetingTrial::added)
                .containsExactly(List.of(0, 3), List.of(1, 2), List.of(3), List.of(2), List.of(1));
    }

    @Test
    void distanceIsThatOfTheNextStageOnTheWay() {
        assertThat(new MeetingTrial(List.of(4), List.of(0, 4, 7)).distance()).isEqualTo(3);
        assertThat(new MeetingTrial(List.of(4), List.of(4)).distance()).isZero();
        assertThat(new MeetingTrial(List.of(3, 4), List.of(0, 3, 4)).distance()).isZero();
    }
}
