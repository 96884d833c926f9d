package org.takt.solver.cli;

import java.util.List;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Report;

/** What came of reading a schedule file for an instance, timing it where it has no times, and verifying it. */
sealed interface ScheduleCheck {
    /** Returns how the file was read, where that is not obvious, in sentences. */
    List<String> notes();

    /**
     * The verifier accepts the schedule.
     *
     * @param problem what the schedule refers to
     * @param report the verifier's figures
     */
    record Passed(Problem problem, Schedule schedule, Report report, List<String> notes) implements ScheduleCheck {}

    /**
     * The file gives no schedule, or one that breaks rules.
     *
     * @param reasons what is wrong, in sentences, at least one
     */
    record Failed(List<String> reasons, List<String> notes) implements ScheduleCheck {}
}
