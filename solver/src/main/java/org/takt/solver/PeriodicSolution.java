package org.takt.solver;

import java.time.Duration;
import java.util.Optional;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.TimePerMicroBatch;
import org.takt.model.verification.PeriodicReport;

/**
 * What a solve for the objective PERIOD found and proved.
 *
 * @param status how it ended
 * @param best the best periodic schedule, verified; present for {@link Status#OPTIMAL}, {@link Status#WITHIN_GAP} and
 *     {@link Status#FEASIBLE}
 * @param certificate the highest lower bound; it holds for units of any number of micro-batches
 * @param infeasibility why there is no schedule, in full sentences; present for {@link Status#INFEASIBLE} only
 * @param elapsed time the solve took
 */
public record PeriodicSolution(
        Status status,
        Optional<Best> best,
        PeriodCertificate certificate,
        Optional<String> infeasibility,
        Duration elapsed) {

    /**
     * A verified periodic schedule.
     *
     * @param unit the problem of one unit, whose ops the schedule refers to
     * @param schedule period, micro-batches in a unit, starts and modes
     * @param report the verifier's figures
     * @param source what found it
     */
    public record Best(Problem unit, PeriodicSchedule schedule, PeriodicReport report, String source) {
        /** Returns the objective's value. */
        public TimePerMicroBatch value() {
            return schedule.timePerMicroBatch();
        }
    }

    /** Returns the relative gap (value − bound) / value of the best schedule, in [0, 1]; 1 without a schedule. */
    public double gap() {
        return best.map(found -> relativeGap(found.value(), certificate.value()))
                .orElse(1.0);
    }

    /** Returns (value − bound) / value, and 0 where the bound reaches the value. */
    public static double relativeGap(TimePerMicroBatch value, TimePerMicroBatch bound) {
        return value.compareTo(bound) <= 0 ? 0 : 1 - bound.approximate() / value.approximate();
    }
}
