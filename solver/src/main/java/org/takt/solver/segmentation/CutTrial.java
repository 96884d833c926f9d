package org.takt.solver.segmentation;

import java.time.Duration;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Segmentation;
import org.takt.solver.Estimate;
import org.takt.solver.Solution;
import org.takt.solver.Status;
import org.takt.solver.Takt;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.ProblemAnalysis;

/** One of the cuts to decide between, and what is known of it. */
final class CutTrial {
    private final Segmentation segmentation;
    private final Instance instance;
    private Certificate certificate = Certificate.TRIVIAL;
    private Optional<Solution> solution = Optional.empty();
    private Optional<String> infeasibility = Optional.empty();
    private Duration longest = Duration.ZERO;
    private int attempts;
    private boolean exhausted;

    /** @param instance the instance cut so */
    CutTrial(Segmentation segmentation, Instance instance) {
        this.segmentation = segmentation;
        this.instance = instance;
    }

    Segmentation segmentation() {
        return segmentation;
    }

    Instance instance() {
        return instance;
    }

    /** Returns the highest lower bound known. */
    Certificate certificate() {
        return certificate;
    }

    /** Returns its solution with the best schedule, if one was found, and the highest bound. */
    Optional<Solution> solution() {
        return solution.map(found -> with(found, certificate));
    }

    /** Returns why the cut has no schedule, once that is proved. */
    Optional<String> infeasibility() {
        return infeasibility;
    }

    /** Returns the longest time limit so far. */
    Duration longest() {
        return longest;
    }

    int attempts() {
        return attempts;
    }

    /** Returns whether a solve with all the time left has ended before it: another would do the same. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Computes the bounds in closed form. */
    void bound() {
        raise(ClosedFormBounds.highest(new ProblemAnalysis(Expander.expand(instance))));
    }

    /** Computes the bounds in closed form and a first schedule. */
    void estimate() {
        Estimate estimate = Takt.estimate(instance);
        raise(estimate.certificate());
        infeasibility = estimate.infeasibility();
        solution = estimate.best()
                .map(best -> new Solution(
                        Status.FEASIBLE,
                        Expander.expand(instance),
                        Optional.of(best),
                        certificate,
                        Optional.empty(),
                        Duration.ZERO));
    }

    /** Returns whether more is known of it than bounds in closed form. */
    boolean isLookedAt() {
        return attempts > 0 || solution.isPresent();
    }

    /** Takes a bound if it is higher than the highest. */
    void raise(Certificate proved) {
        if (proved.value() > certificate.value()) {
            certificate = proved;
        }
    }

    /**
     * Takes what a solve came to.
     *
     * @param limit its time limit
     * @param wasLast whether this was all the time left
     */
    void take(Solution found, Duration limit, boolean wasLast) {
        raise(found.certificate());
        infeasibility = found.infeasibility();
        longest = limit;
        exhausted = wasLast;
        attempts++;
        if (solution.isEmpty() || value(found) < value(solution.get())) {
            solution = Optional.of(found);
        }
    }

    /** Returns the value of the best schedule; the largest number there is without one. */
    long value() {
        return solution.map(CutTrial::value).orElse(Long.MAX_VALUE);
    }

    /** Returns the solution, without a schedule if none was found. */
    Solution solutionOrNone() {
        return solution()
                .orElseGet(() -> new Solution(
                        Status.UNKNOWN,
                        Expander.expand(instance),
                        Optional.empty(),
                        certificate,
                        Optional.empty(),
                        Duration.ZERO));
    }

    private static long value(Solution solution) {
        return solution.best().map(best -> best.report().value()).orElse(Long.MAX_VALUE);
    }

    private static Solution with(Solution solution, Certificate certificate) {
        return new Solution(
                solution.status(),
                solution.problem(),
                solution.best(),
                certificate,
                solution.infeasibility(),
                solution.elapsed());
    }
}
