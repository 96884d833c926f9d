package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.MemoryNeed;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Why there is no schedule.
 *
 * @param reason full sentences for people
 * @param certificate what shows it
 */
public record Infeasibility(String reason, Certificate certificate) {
    /** What memory is counted in where nothing is known of it. */
    static final String UNITS = "units of memory";

    /**
     * Returns what closed forms prove: a device that cannot hold one micro-batch, or a ceiling below a makespan bound.
     *
     * @param memoryUnit what memory is counted in
     */
    public static Optional<Infeasibility> inClosedForm(ProblemAnalysis analysis, String memoryUnit) {
        return littleMemory(analysis, memoryUnit).or(() -> lowCeiling(analysis.problem()));
    }

    private static Optional<Infeasibility> littleMemory(ProblemAnalysis analysis, String memoryUnit) {
        List<MemoryNeed.Shortage> shortages = MemoryNeed.shortages(analysis);
        if (shortages.isEmpty()) {
            return Optional.empty();
        }
        String reason = shortages.stream()
                .map(shortage -> shortage.sentence(memoryUnit))
                .collect(Collectors.joining(" "));
        String scope = "device " + shortages.get(0).device();
        return Optional.of(
                new Infeasibility(reason, Certificate.noSchedule(MemoryNeed.NAME, scope, Certificate.CLOSED_FORM, 0)));
    }

    private static Optional<Infeasibility> lowCeiling(Problem problem) {
        if (!(problem.objective() instanceof Objective.PeakMemory peak)) {
            return Optional.empty();
        }
        ProblemAnalysis makespan = new ProblemAnalysis(problem.withObjective(Objective.MAKESPAN));
        return Optional.of(ClosedFormBounds.highest(makespan))
                .filter(certificate -> certificate.value() > peak.makespanCeiling())
                .map(certificate -> belowMakespan(certificate, peak.makespanCeiling()));
    }

    private static Infeasibility belowMakespan(Certificate makespan, long ceiling) {
        return new Infeasibility(
                "The makespan is at least " + makespan.describe() + ", but its ceiling is " + ceiling + ".",
                Certificate.noSchedule(makespan.bound(), makespan.scope(), Certificate.CLOSED_FORM, 0));
    }

    /** Returns what CP-SAT proved: that no schedule keeps all rules at once. */
    static Infeasibility ofExactModel(Problem problem, String memoryUnit, EngineRuns engineRuns) {
        List<String> limits = new ArrayList<>();
        for (Device device : problem.devices()) {
            device.memoryLimit().ifPresent(limit -> limits.add(device.name() + " " + limit));
        }
        String ceiling = problem.objective() instanceof Objective.PeakMemory peak
                ? " with a makespan of at most " + peak.makespanCeiling()
                : "";
        String memory = limits.isEmpty()
                ? ""
                : " within the memory limits, in " + memoryUnit + " (" + String.join(", ", limits) + ")";
        return new Infeasibility(
                "The exact model has no schedule" + ceiling + memory
                        + ": each device could hold one micro-batch alone, but not what they need together.",
                engineRuns.noSchedule(ExactModel.SOURCE, Certificate.WHOLE_PROBLEM));
    }
}
