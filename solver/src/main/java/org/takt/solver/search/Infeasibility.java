package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.MemoryNeed;
import org.takt.solver.bound.ProblemAnalysis;

/** Why there is no schedule, in full sentences for people. */
final class Infeasibility {
    private Infeasibility() {}

    /** Returns what closed forms prove: a device that cannot hold one micro-batch, or a ceiling below a makespan bound. */
    static Optional<String> inClosedForm(ProblemAnalysis analysis) {
        return MemoryNeed.shortage(analysis).or(() -> lowCeiling(analysis.problem()));
    }

    private static Optional<String> lowCeiling(Problem problem) {
        if (!(problem.objective() instanceof Objective.PeakMemory peak)) {
            return Optional.empty();
        }
        ProblemAnalysis makespan = new ProblemAnalysis(problem.withObjective(Objective.MAKESPAN));
        return ClosedFormBounds.certificates(makespan).stream()
                .filter(certificate -> certificate.value() > peak.makespanCeiling())
                .findFirst()
                .map(certificate -> ceilingSentence(certificate, peak.makespanCeiling()));
    }

    private static String ceilingSentence(Certificate certificate, long ceiling) {
        return "The makespan is at least " + certificate.describe() + ", but its ceiling is " + ceiling + ".";
    }

    /** Returns the sentence for problems of which CP-SAT proved that no schedule keeps all rules at once. */
    static String provedBySearch(Problem problem) {
        List<String> limits = new ArrayList<>();
        for (Device device : problem.devices()) {
            device.memoryLimit().ifPresent(limit -> limits.add(device.name() + " " + limit));
        }
        String ceiling = problem.objective() instanceof Objective.PeakMemory peak
                ? " with a makespan of at most " + peak.makespanCeiling()
                : "";
        String memory = limits.isEmpty() ? "" : " within the memory limits (" + String.join(", ", limits) + ")";
        return "The exact model has no schedule" + ceiling + memory
                + ": each device could hold one micro-batch alone, but not what they need together.";
    }
}
