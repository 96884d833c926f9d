package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;

class ProgressTest {
    private static final Problem PROBLEM = problem();

    private final List<String> heard = new ArrayList<>();
    private final SolveOptions options = SolveOptions.DEFAULTS.withGap(0.1);
    private final Progress progress = new Progress(
            PROBLEM,
            options,
            new SolveListener() {
                @Override
                public void onIncumbent(Duration elapsed, long value, String source) {
                    heard.add(value + " by " + source);
                }

                @Override
                public void onBound(Duration elapsed, Certificate certificate) {
                    heard.add("at least " + certificate.value());
                }
            },
            new Deadline(options.timeLimit(), options.cancelToken()));

    private static Problem problem() {
        Problems problems = Problems.of(1);
        problems.op(OpKind.F, 0, 0, 10, 0);
        return problems.problem();
    }

    private static Schedule startingAt(long time) {
        return new Schedule(new long[] {time}, new int[] {0});
    }

    private static Certificate bound(long value) {
        return Certificate.closedForm(value, "test", Certificate.WHOLE_PROBLEM);
    }

    @Test
    void keepsTheBestScheduleAndTheHighestBound() {
        progress.raiseBound(bound(5));
        progress.raiseBound(bound(4));
        assertThat(progress.offer(startingAt(3), "first")).isEmpty();
        assertThat(progress.offer(startingAt(7), "worse")).isEmpty();
        assertThat(progress.offer(startingAt(-1), "wrong")).hasSize(1);
        assertThat(progress.isGapReached()).isFalse();
        progress.offer(startingAt(0), "better");
        progress.raiseBound(bound(9));

        assertThat(heard).containsExactly("at least 5", "13 by first", "10 by better", "at least 9");
        assertThat(progress.isGapReached()).isTrue();
    }

    @Test
    void doesNotTakeABoundAboveAVerifiedSchedule() {
        progress.offer(startingAt(0), "first");

        progress.raiseBound(bound(10));
        assertThatIllegalStateException()
                .isThrownBy(() -> progress.raiseBound(bound(11)))
                .withMessage("A verified schedule has value 10, below the bound of 11 by test on whole problem"
                        + " (closed form).");
    }

    @Test
    void doesNotHideAScheduleBelowTheBound() {
        progress.raiseBound(bound(11));

        assertThatIllegalStateException().isThrownBy(() -> progress.offer(startingAt(0), "first"));
        assertThat(progress.offer(startingAt(1), "later")).isEmpty();
    }

    /** An op between two others of the device costs it nothing, ahead of both its time. */
    @Test
    void doesNotLookAtOneOfManyThatEndsLater() {
        Problems problems = Problems.of(1).objective(new Objective.MaxDeviceSpan());
        int first = problems.op(OpKind.F, 0, 0, 1, 0);
        problems.precede(first, problems.op(OpKind.B, 0, 0, 1, 0), 11);
        problems.op(OpKind.F, 0, 1, 2, 0);
        Progress spans = new Progress(
                problems.problem(),
                options,
                SolveListener.NONE,
                new Deadline(options.timeLimit(), options.cancelToken()));
        Schedule ahead = new Schedule(new long[] {2, 14, 0}, new int[3]);
        Schedule between = new Schedule(new long[] {20, 32, 21}, new int[3]);

        assertThat(spans.offerOneOfMany(ahead, "ahead")).isEmpty();
        assertThat(spans.leastValue()).isEqualTo(15);
        assertThat(spans.offerOneOfMany(between, "late")).isEmpty();
        assertThat(spans.leastValue()).isEqualTo(15);
        assertThat(spans.offerOrders(between, "for its orders")).isEmpty();
        assertThat(spans.leastValue()).isEqualTo(13);
    }
}
