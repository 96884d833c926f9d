package org.takt.solver.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.takt.model.Schedules;
import org.takt.model.certificate.Certificate;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Report;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

/**
 * An engine that ends every solve in the same way; its schedules come from the list scheduler.
 *
 * @param status how a solve ends
 */
record FixedEngine(Status status) implements Engine {
    static final Certificate BOUND = Certificate.closedForm(3, "device load", "device d0");

    @Override
    public Solution solve(Instance instance, SolveOptions options, SolveListener listener) {
        Problem problem = Expander.expand(instance);
        listener.onBound(Duration.ofMillis(100), BOUND);
        Optional<Solution.Best> best =
                status == Status.INFEASIBLE || status == Status.UNKNOWN ? Optional.empty() : Optional.of(best(problem));
        best.ifPresent(found ->
                listener.onIncumbent(Duration.ofMillis(200), found.report().value(), found.source()));
        return new Solution(
                status,
                problem,
                best,
                BOUND,
                status == Status.INFEASIBLE
                        ? Optional.of("Device d0 needs at least 9 MiB, it has 8.")
                        : Optional.empty(),
                Duration.ofMillis(1500));
    }

    /** Steady states of test instances take no time to find. */
    @Override
    public PeriodicSolution solvePeriod(Instance instance, SolveOptions options) {
        return Takt.solvePeriod(instance, options);
    }

    @Override
    public List<Certificate> bound(Instance instance, SolveOptions options) {
        return List.of(BOUND, Certificate.closedForm(2, "critical path", "whole problem"));
    }

    private static Solution.Best best(Problem problem) {
        Schedule schedule = ListScheduler.of(problem, false)
                .orElseThrow()
                .schedule(new ListPolicy(100, true, 0, true, false))
                .orElseThrow();
        Report report = Schedules.accepted(problem, schedule);
        return new Solution.Best(schedule, report, "list scheduler");
    }
}
