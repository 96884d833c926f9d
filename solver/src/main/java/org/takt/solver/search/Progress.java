package org.takt.solver.search;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.SpanTiming;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.model.verification.Violation;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;

/**
 * The best verified schedule and the highest bound so far. Every schedule enters through the verifier. Tells the
 * listener of each improvement; safe for use by several threads.
 */
final class Progress {
    /** Of many candidates, those that end by more than this factor later than the earliest hardly ever have the least span. */
    private static final double SPAN_REACH = 1.002;

    private final Problem problem;
    private final boolean isMakespan;
    private final Verifier verifier;
    private final Optional<SpanTiming> spanTiming;
    private final SolveOptions options;
    private final SolveListener listener;
    private final Deadline deadline;
    /** The least end of any of many, before begins were delayed. */
    private final AtomicLong leastEndOfMany = new AtomicLong(Long.MAX_VALUE);

    private Optional<Solution.Best> best = Optional.empty();
    private Certificate certificate = Certificate.TRIVIAL;
    private boolean inSequence = true;

    Progress(Problem problem, SolveOptions options, SolveListener listener, Deadline deadline) {
        this.problem = problem;
        this.isMakespan = problem.objective() instanceof Objective.Makespan;
        this.verifier = new Verifier(problem);
        this.spanTiming = problem.objective() instanceof Objective.MaxDeviceSpan
                ? Optional.of(new SpanTiming(problem))
                : Optional.empty();
        this.options = options;
        this.listener = listener;
        this.deadline = deadline;
    }

    /**
     * Takes a candidate if it keeps every rule and is better than the best; from engines only until the gap is reached:
     * what a run finds between then and its stop depends on the machine. Returns the rules that the candidate breaks.
     *
     * @throws IllegalStateException if it is better than the bound, which is a defect of that bound
     */
    synchronized List<Violation> offer(Schedule schedule, String source) {
        Verdict verdict = verifier.verify(schedule);
        if (verdict instanceof Verdict.Rejected rejected) {
            return rejected.violations();
        }
        Verdict.Accepted accepted = (Verdict.Accepted) verdict;
        long value = accepted.report().value();
        boolean isBetter = best.isEmpty() || value < best.get().report().value();
        if (isBetter && (inSequence || !isGapReached())) {
            requireConsistent(value, certificate);
            best = Optional.of(new Solution.Best(schedule, accepted.report(), source));
            listener.onIncumbent(deadline.elapsed(), value, source);
        }
        return List.of();
    }

    /**
     * Takes a candidate for the sake of its device orders, as {@link #offer}: where the objective is the largest span, with the
     * begins of devices delayed as that asks. One that ends too late to be better is not looked at.
     */
    List<Violation> offerOrders(Schedule schedule, String source) {
        return isMakespan && schedule.lastEnd(problem.ops()) >= leastValue()
                ? List.of()
                : offer(spanTiming.map(timing -> timing.leastSpan(schedule)).orElse(schedule), source);
    }

    /**
     * Takes one of many candidates, as {@link #offerOrders}, but not where the objective is the largest span and others ended
     * clearly earlier: few of them are better, and delaying begins takes several times as long as making them.
     */
    List<Violation> offerOneOfMany(Schedule schedule, String source) {
        long end = schedule.lastEnd(problem.ops());
        if (spanTiming.isPresent() && end / SPAN_REACH > leastEndOfMany.get()) {
            return List.of();
        }
        List<Violation> violations = offerOrders(schedule, source);
        if (violations.isEmpty()) {
            leastEndOfMany.accumulateAndGet(end, Math::min);
        }
        return violations;
    }

    /** Returns the value of the best schedule; the largest value if there is none. */
    synchronized long leastValue() {
        return best.map(found -> found.report().value()).orElse(Long.MAX_VALUE);
    }

    /**
     * Takes a bound if it is higher than the highest.
     *
     * @throws IllegalStateException if it exceeds the value of a verified schedule, which is a defect of the bound
     */
    synchronized void raiseBound(Certificate proved) {
        if (proved.value() > certificate.value()) {
            if (best.isPresent()) {
                requireConsistent(best.get().report().value(), proved);
            }
            certificate = proved;
            listener.onBound(deadline.elapsed(), proved);
        }
    }

    private static void requireConsistent(long value, Certificate bound) {
        if (bound.value() > value) {
            throw new IllegalStateException(
                    "A verified schedule has value " + value + ", below the bound of " + bound.describe() + ".");
        }
    }

    synchronized Optional<Solution.Best> best() {
        return best;
    }

    synchronized Certificate certificate() {
        return certificate;
    }

    /** Returns the relative gap between the best schedule and the bound, in [0, 1]; 1 without a schedule. */
    synchronized double gap() {
        return best.map(found -> Solution.relativeGap(found.report().value(), certificate.value()))
                .orElse(1.0);
    }

    /** Returns whether the best schedule is as close to the bound as asked. */
    synchronized boolean isGapReached() {
        return best.isPresent()
                && Solution.relativeGap(best.get().report().value(), certificate.value()) <= options.gap();
    }

    /** Returns the least bound with which the best schedule is as close as asked; the largest number without a schedule. */
    synchronized long sufficientBound() {
        if (best.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long value = best.get().report().value();
        long bound = (long) (value * (1 - options.gap()));
        while (Solution.relativeGap(value, bound) > options.gap()) {
            bound++;
        }
        return bound;
    }

    /** Returns whether no schedule can be better than the best. */
    synchronized boolean isProvedOptimal() {
        return best.isPresent() && best.get().report().value() <= certificate.value();
    }

    /** Says that from now on schedules come from engines, which stop some time after they are asked to. */
    synchronized void beginEngines() {
        inSequence = false;
    }

    /** Returns whether there is no time left. */
    boolean isTimeUp() {
        return deadline.hasPassed();
    }

    /** Returns whether there is nothing left to do or no time to do it. */
    boolean isDone() {
        return isGapReached() || deadline.hasPassed();
    }
}
