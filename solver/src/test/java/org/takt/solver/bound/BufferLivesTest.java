package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.problem.Condition;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;

class BufferLivesTest {
    private final Problems problems = Problems.of(2);

    private BufferLives.Life life() {
        List<BufferLives.Life> lives = BufferLives.on(0, new ProblemAnalysis(problems.problem()));
        assertThat(lives).hasSize(1);
        return lives.get(0);
    }

    @Test
    void lastsFromTheTakingToTheLastReleaseThatIsSure() {
        int taker = problems.op(OpKind.F, 0, 0, 2, 0);
        int early = problems.op(OpKind.B, 0, 0, 3, 0);
        int late = problems.op(OpKind.W, 0, 0, 4, 0);
        problems.precede(taker, early, 1).precede(taker, late, 5).buffer(0, 1, taker, early, late);

        assertThat(life().length()).isEqualTo(2 + 5 + 4);
        assertThat(life().untilRelease()).isEqualTo(2 + 1);
        assertThat(life().released()).isTrue();
    }

    @Test
    void takesTheQuickestOfAlternativeReleases() {
        int taker = problems.op(OpKind.F, 0, 0, 2, 0);
        int slow = problems.optional(OpKind.B, 0, 0, 9, 0);
        int quick = problems.optional(OpKind.I, 0, 0, 3, 0);
        problems.rule(new PresenceRule.ExactlyOne(List.of(slow, quick)));
        problems.precede(taker, slow).precede(taker, quick, 4).buffer(0, 1, taker, slow, quick);

        assertThat(life().length()).isEqualTo(2 + 4 + 3);
        assertThat(life().untilRelease()).isEqualTo(2);
    }

    @Test
    void lastsAsLongAsItsTakerWhereNothingIsSureToReleaseIt() {
        int taker = problems.op(OpKind.F, 0, 0, 2, 0);
        int optional = problems.optional(OpKind.B, 0, 0, 9, 0);
        problems.precede(taker, optional, 4).buffer(0, 1, taker, optional);

        assertThat(life().length()).isEqualTo(2);
        assertThat(life().released()).isFalse();
    }

    @Test
    void aTakerMayReleaseItself() {
        int taker = problems.op(OpKind.F, 0, 0, 2, 0);
        problems.buffer(0, 1, taker, taker);

        assertThat(life().length()).isEqualTo(2);
        assertThat(life().untilRelease()).isZero();
    }

    @Test
    void mayBeEmptyWhereTheWayToTheReleaseMayBeAbsent() {
        int taker = problems.op(OpKind.F, 0, 0, 2, 0);
        int between = problems.optional(OpKind.R, 0, 0, 1, 0);
        int release = problems.op(OpKind.B, 0, 0, 3, 0);
        problems.precede(taker, between).precede(between, release).buffer(0, 1, taker, release);

        assertThat(life().length()).isZero();
        assertThat(life().untilRelease()).isZero();
    }

    @Test
    void countsOnlyBuffersThatEveryScheduleHas() {
        int taker = problems.optional(OpKind.F, 0, 0, 2, 0);
        int mandatory = problems.op(OpKind.F, 0, 1, 2, 0);
        problems.buffer(0, 1, taker)
                .buffer(1, 1, mandatory)
                .buffer(0, 1, mandatory, List.of(), Condition.present(taker))
                .buffer(0, 7, mandatory, List.of(), Condition.present(mandatory));

        assertThat(life().buffer().size()).isEqualTo(7);
    }
}
