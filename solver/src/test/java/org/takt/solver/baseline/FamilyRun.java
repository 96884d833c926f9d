package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.takt.model.Schedules;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

/** What a family makes of a problem, as far as a verified report; fails the test where the family does not apply. */
record FamilyRun(ScheduleFamily.Outcome.Applies outcome, Schedule schedule, Report report) {
    static FamilyRun of(Problem problem, ScheduleFamily family) {
        ScheduleFamily.Outcome outcome = family.orders(PipelineShape.of(problem).orElseThrow());
        assertThat(outcome).as(family.name()).isInstanceOf(ScheduleFamily.Outcome.Applies.class);
        ScheduleFamily.Outcome.Applies applies = (ScheduleFamily.Outcome.Applies) outcome;
        Schedule schedule = Schedules.timed(problem, applies.orders());
        return new FamilyRun(applies, schedule, Schedules.accepted(problem, schedule));
    }

    /** Returns why the family does not apply. */
    static String reason(Problem problem, ScheduleFamily family) {
        ScheduleFamily.Outcome outcome = family.orders(PipelineShape.of(problem).orElseThrow());
        assertThat(outcome).as(family.name()).isInstanceOf(ScheduleFamily.Outcome.DoesNotApply.class);
        return ((ScheduleFamily.Outcome.DoesNotApply) outcome).reason();
    }

    long makespan() {
        return report.makespan();
    }

    /** Returns the makespan less the work of each device, which must all have the same. */
    long idle() {
        List<Long> busy =
                report.devices().stream().map(DeviceReport::busy).distinct().toList();
        assertThat(busy).hasSize(1);
        return report.makespan() - busy.get(0);
    }

    List<Long> peaks() {
        return report.devices().stream().map(DeviceReport::peakMemory).toList();
    }
}
