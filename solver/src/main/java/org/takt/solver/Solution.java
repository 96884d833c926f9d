package org.takt.solver;

import java.time.Duration;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Report;

/**
 * What a solve found and proved.
 *
 * @param status how it ended
 * @param problem the expanded problem the schedule refers to
 * @param best the best schedule, verified; present for {@link Status#OPTIMAL}, {@link Status#WITHIN_GAP} and
 *     {@link Status#FEASIBLE}
 * @param certificate the highest lower bound proved
 * @param infeasibility why there is no schedule, in full sentences; present for {@link Status#INFEASIBLE} only
 * @param elapsed time the solve took
 */
public record Solution(
        Status status,
        Problem problem,
        Optional<Best> best,
        Certificate certificate,
        Optional<String> infeasibility,
        Duration elapsed) {

    /**
     * A verified schedule.
     *
     * @param schedule starts and modes by op index of the problem
     * @param report the verifier's figures
     * @param source what found it
     */
    public record Best(Schedule schedule, Report report, String source) {}

    /** Returns the relative gap (value − bound) / value of the best schedule, in [0, 1]; 1 without a schedule. */
    public double gap() {
        return best.map(found -> relativeGap(found.report().value(), certificate.value()))
                .orElse(1.0);
    }

    /** Returns (value − bound) / value, and 0 where the bound reaches the value. */
    public static double relativeGap(long value, long bound) {
        return value <= bound ? 0 : (double) (value - bound) / value;
    }
}
