package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.timed;

import org.takt.model.problem.Problem;
import org.takt.model.verification.Report;

/** Steps that tests take from a family to figures; each fails the test where the step does. */
final class Families {
    private Families() {}

    /** Returns the verifier's figures of a family's schedule. */
    static Report report(Problem problem, ScheduleFamily family) {
        ScheduleFamily.Outcome outcome = family.orders(PipelineShape.of(problem).orElseThrow());
        assertThat(outcome).isInstanceOf(ScheduleFamily.Outcome.Applies.class);
        return accepted(problem, timed(problem, ((ScheduleFamily.Outcome.Applies) outcome).orders()));
    }

    /** Returns why a family does not apply. */
    static String refusal(Problem problem, ScheduleFamily family) {
        ScheduleFamily.Outcome outcome = family.orders(PipelineShape.of(problem).orElseThrow());
        assertThat(outcome).isInstanceOf(ScheduleFamily.Outcome.DoesNotApply.class);
        return ((ScheduleFamily.Outcome.DoesNotApply) outcome).reason();
    }
}
