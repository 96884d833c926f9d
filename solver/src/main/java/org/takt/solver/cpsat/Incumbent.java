package org.takt.solver.cpsat;

import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

/**
 * A schedule that the verifier accepts.
 *
 * @param schedule in the problem's own times
 * @param value its objective
 */
record Incumbent(Schedule schedule, long value) {
    /** Returns the schedule with its value if the verifier accepts it. */
    static Optional<Incumbent> of(Problem problem, Schedule schedule) {
        return new Verifier(problem).verify(schedule) instanceof Verdict.Accepted accepted
                ? Optional.of(new Incumbent(schedule, accepted.report().value()))
                : Optional.empty();
    }
}
