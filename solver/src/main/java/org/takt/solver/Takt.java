package org.takt.solver;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.search.CertificateCheck;
import org.takt.solver.search.Infeasibility;
import org.takt.solver.search.PeriodCheck;
import org.takt.solver.search.PeriodicSearch;
import org.takt.solver.search.QuickCandidates;
import org.takt.solver.search.Search;

/**
 * Finds schedules and proves how good they are. Stateless and safe for use by several threads; prints nothing.
 * A planner may call it thousands of times in one JVM.
 */
public final class Takt {
    private Takt() {}

    /**
     * Finds a schedule of the instance for its objective, which is not PERIOD: that has {@link #solvePeriod}.
     *
     * @return the best verified schedule within the limits, the highest bound, and how the solve ended
     */
    public static Solution solve(Instance instance, SolveOptions options) {
        return solve(instance, options, SolveListener.NONE);
    }

    /** Does what {@link #solve(Instance, SolveOptions)} does and tells a listener of progress. */
    public static Solution solve(Instance instance, SolveOptions options, SolveListener listener) {
        return new Search(Expander.expand(instance), instance.memoryUnit(), options, listener).run();
    }

    /**
     * Finds a steady state of the instance, whose objective is PERIOD: a unit of micro-batches that starts again every
     * period. The number of the instance's micro-batches does not matter.
     *
     * @return the best verified periodic schedule within the limits, the highest bound, and how the solve ended
     * @throws IllegalArgumentException if the objective is another one, which {@link #solve} is for
     */
    public static PeriodicSolution solvePeriod(Instance instance, SolveOptions options) {
        if (!(instance.objective() instanceof Objective.Period)) {
            throw new IllegalArgumentException(
                    "The objective is " + instance.objective().name() + ", expected PERIOD.");
        }
        return new PeriodicSearch(microBatches -> unit(instance, microBatches), instance.memoryUnit(), options).run();
    }

    /**
     * Returns the problem of one unit of a periodic schedule of the instance.
     *
     * @param microBatches micro-batches in the unit, at least 1
     * @throws org.takt.model.instance.InvalidInstanceException if these are too many
     */
    public static Problem unit(Instance instance, int microBatches) {
        return Expander.expand(instance.withMicroBatches(
                Collections.nCopies(microBatches, instance.microBatches().get(0))));
    }

    /**
     * Computes lower bounds only, cheapest first, until the time limit.
     *
     * @return the bounds in the order in which they were proved, closed forms first; the highest is the best known. Where
     *     closed forms prove that there is no schedule, that certificate alone
     */
    public static List<Certificate> bound(Instance instance, SolveOptions options) {
        return Search.bounds(Expander.expand(instance), options);
    }

    /**
     * Returns why there is no schedule of the instance, where closed forms prove that: a device's memory is too small for a
     * single micro-batch, or a ceiling too low. Takes no search.
     */
    public static Optional<Infeasibility> infeasibility(Instance instance) {
        boolean isPeriodic = instance.objective() instanceof Objective.Period;
        Problem problem = isPeriodic ? unit(instance, 1).withObjective(Objective.MAKESPAN) : Expander.expand(instance);
        return Infeasibility.inClosedForm(new ProblemAnalysis(problem), instance.memoryUnit());
    }

    /**
     * Proves the bound of a certificate again, from the instance and the certificate's derivation alone.
     *
     * @param options time limit, workers, seed and cancel token
     * @param listener hears of each step when it ends, of one at a time, by threads of the check
     * @return what became of the certificate: proved where every step is
     */
    public static CertificateCheck.Outcome check(
            Instance instance,
            Certificate certificate,
            SolveOptions options,
            Consumer<CertificateCheck.Step> listener) {
        return new CertificateCheck(Expander.expand(instance), certificate, options, listener).run();
    }

    /**
     * Proves a bound on the time per micro-batch again, from the instance alone; it is a closed form, so in one step.
     *
     * @param instance an instance of objective PERIOD
     */
    public static CertificateCheck.Step check(Instance instance, PeriodCertificate certificate) {
        return PeriodCheck.step(unit(instance, 1).withObjective(Objective.MAKESPAN), certificate);
    }

    /**
     * Prices an instance: a few quick candidates and closed-form bounds, no search and no CP-SAT, for callers that compare
     * thousands of configurations. The value is that of a verified schedule, so never below the optimum; how far it is
     * from the optimum, {@link Estimate#gap()} bounds. For PEAK_MEMORY the candidates only try to keep the ceiling. Takes
     * O(n log n) time for n ops, about as long as a few schedules take to build; the same instance gives the same estimate.
     */
    public static Estimate estimate(Instance instance) {
        return QuickCandidates.estimate(Expander.expand(instance));
    }
}
