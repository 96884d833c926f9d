package org.takt.solver.search;

import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.Solution;
import org.takt.solver.cpsat.CpSatResult;

/** CP-SAT on the exact model, from the best schedule and bound so far. */
final class ExactModel {
    /** What schedules and bounds from here are named after. */
    static final String SOURCE = "exact model";

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;

    ExactModel(Problem problem, Progress progress, EngineRuns engineRuns) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    /**
     * Searches for some seconds at most.
     *
     * @return whether it is proved that there is no schedule at all
     */
    boolean provesInfeasible(double seconds) {
        Optional<Schedule> hint = progress.best().map(Solution.Best::schedule);
        CpSatResult result = engineRuns.run(
                problem,
                hint,
                progress.certificate().value(),
                engineRuns.workers(),
                seconds,
                this::offer,
                bound -> progress.raiseBound(certificate(bound)));
        result.schedule().ifPresent(this::offer);
        if (result.outcome() == CpSatResult.Outcome.INFEASIBLE) {
            return true;
        }
        progress.raiseBound(certificate(result.lowerBound()));
        return false;
    }

    private Certificate certificate(long bound) {
        return engineRuns.certificate(bound, SOURCE, Certificate.WHOLE_PROBLEM, new Derivation.WholeProblem(1));
    }

    /** CP-SAT leaves idle time where it costs nothing; earliest starts in the same order are never worse for the makespan. */
    private void offer(Schedule found) {
        progress.offer(found, SOURCE);
        if (new Timing(problem).earliest(DeviceOrders.of(problem, found)) instanceof TimingResult.Timed timed) {
            progress.offer(timed.schedule(), SOURCE);
        }
    }
}
