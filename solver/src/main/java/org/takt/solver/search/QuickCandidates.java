package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.SpanTiming;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.Estimate;
import org.takt.solver.Solution;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.RisingBound;

/**
 * A few candidates that cost little and are seldom far from the best of all families and policies, until one attains
 * a bound: those of {@link QuickSources}. The automatic schedulers and searches among the families are left out: one of
 * them takes longer than all of this. Takes O(n log n) time for n ops.
 */
public final class QuickCandidates {
    /** A schedule that is not verified yet, and when its last op ends. */
    private record Candidate(Schedule schedule, String source, long end) {}

    private final Problem problem;
    private final ProblemAnalysis analysis;
    private final RisingBound bound;
    private final Verifier verifier;
    private final Optional<SpanTiming> spanTiming;
    private Optional<Solution.Best> best = Optional.empty();

    private QuickCandidates(Problem problem) {
        this.problem = problem;
        this.analysis = new ProblemAnalysis(problem);
        this.bound = ClosedFormBounds.quickest(analysis);
        this.verifier = new Verifier(problem);
        this.spanTiming = problem.objective() instanceof Objective.MaxDeviceSpan
                ? Optional.of(new SpanTiming(problem))
                : Optional.empty();
    }

    /** Returns the best candidate and the bound. */
    public static Estimate estimate(Problem problem) {
        QuickCandidates candidates = new QuickCandidates(problem);
        candidates.offer(QuickSources.of(problem));
        return new Estimate(candidates.best, candidates.certificate(), candidates.infeasibility());
    }

    /** Verifies at once what may attain the bound; of the others those first that end first, and none that ends too late to be the best. */
    private void offer(List<QuickSource> sources) {
        List<Candidate> later = new ArrayList<>();
        for (QuickSource source : sources) {
            Optional<Candidate> candidate = candidate(source);
            if (candidate.isPresent() && mayAttainBound(candidate.get())) {
                verify(candidate.get());
            } else {
                candidate.ifPresent(later::add);
            }
            if (isBoundAttained()) {
                return;
            }
        }
        later.sort(Comparator.comparingLong(Candidate::end));
        for (Candidate candidate : later) {
            if (best.isEmpty() || candidate.end() < best.get().report().value()) {
                verify(candidate);
            }
        }
    }

    private Optional<Candidate> candidate(QuickSource source) {
        return source.schedule()
                .map(schedule -> new Candidate(schedule, source.name(), schedule.lastEnd(problem.ops())));
    }

    /** Only a makespan is known before the schedule is verified. */
    private boolean mayAttainBound(Candidate candidate) {
        return !(problem.objective() instanceof Objective.Makespan)
                || candidate.end() <= bound.riseTo(candidate.end()).value();
    }

    private void verify(Candidate candidate) {
        Schedule schedule = candidate.schedule();
        if (spanTiming.isPresent()) {
            verify(spanTiming.get().leastSpan(schedule), candidate.source() + ", begins delayed");
        } else {
            verify(schedule, candidate.source());
        }
    }

    private void verify(Schedule schedule, String source) {
        if (verifier.verify(schedule) instanceof Verdict.Accepted accepted
                && (best.isEmpty()
                        || accepted.report().value() < best.get().report().value())) {
            best = Optional.of(new Solution.Best(schedule, accepted.report(), source));
        }
    }

    private boolean isBoundAttained() {
        return best.isPresent() && certificate().value() >= best.get().report().value();
    }

    /** Returns the highest bound; of several that the best candidate attains, the first. */
    private Certificate certificate() {
        long value = best.map(found -> found.report().value()).orElse(Long.MAX_VALUE);
        Certificate certificate = bound.riseTo(value);
        if (certificate.value() > value) {
            throw new IllegalStateException(
                    "A verified schedule has value " + value + ", below the bound of " + certificate.describe() + ".");
        }
        return certificate;
    }

    private Optional<String> infeasibility() {
        return best.isPresent()
                ? Optional.empty()
                : Infeasibility.inClosedForm(analysis, Infeasibility.UNITS).map(Infeasibility::reason);
    }
}
