package org.takt.solver.baseline;

import java.util.List;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Report;

/**
 * What a published family makes of a problem.
 *
 * @param family the family's name
 * @param outcome its schedule, or why there is none
 */
public record Baseline(String family, Outcome outcome) {
    /** What came of a family's rule. */
    public sealed interface Outcome {}

    /**
     * The rule gives a schedule that the verifier accepts but for memory limits and a makespan ceiling.
     *
     * @param schedule the schedule; at earliest starts, and for MAX_DEVICE_SPAN with begins delayed so that the largest
     *     span is least
     * @param report its figures
     * @param excesses what keeps it from being a schedule of the problem, in full sentences: a device whose peak is above
     *     its limit, a makespan above the ceiling; empty if it fits
     */
    public record Scheduled(Schedule schedule, Report report, List<String> excesses) implements Outcome {
        public Scheduled {
            excesses = List.copyOf(excesses);
        }

        /** Returns whether it is a schedule of the problem. */
        public boolean fits() {
            return excesses.isEmpty();
        }
    }

    /**
     * There is no schedule of the family.
     *
     * @param reason a full sentence
     */
    public record NotScheduled(String reason) implements Outcome {}
}
