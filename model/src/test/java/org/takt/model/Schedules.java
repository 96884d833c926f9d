package org.takt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Report;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.model.verification.Violation;

/** Steps that tests take from orders to figures; each fails the test where the step does. */
public final class Schedules {
    private Schedules() {}

    /** Returns the earliest starts under the orders. */
    public static Schedule timed(Problem problem, DeviceOrders orders) {
        TimingResult result = new Timing(problem).earliest(orders);
        assertThat(result).isInstanceOf(TimingResult.Timed.class);
        return ((TimingResult.Timed) result).schedule();
    }

    /** Returns the figures of a schedule that keeps every rule. */
    public static Report accepted(Problem problem, Schedule schedule) {
        Verdict verdict = new Verifier(problem).verify(schedule);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).report();
    }

    /** Returns the rules that a schedule breaks. */
    public static List<Violation> violations(Problem problem, Schedule schedule) {
        Verdict verdict = new Verifier(problem).verify(schedule);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return ((Verdict.Rejected) verdict).violations();
    }

    /** Returns the index of an op of the first pipeline. */
    public static int op(Problem problem, OpKind kind, int stage, int microBatch) {
        for (int op = 0; op < problem.ops().size(); op++) {
            var candidate = problem.ops().get(op);
            if (candidate.kind() == kind && candidate.stage() == stage && candidate.microBatch() == microBatch) {
                return op;
            }
        }
        throw new AssertionError("No " + kind + " of stage " + stage + ", micro-batch " + microBatch);
    }
}
