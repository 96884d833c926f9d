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
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.Estimate;
import org.takt.solver.Solution;
import org.takt.solver.baseline.BuildingBlockFamily;
import org.takt.solver.baseline.InterleavedZeroBubble;
import org.takt.solver.baseline.OneForwardOneBackward;
import org.takt.solver.baseline.PipelineShape;
import org.takt.solver.baseline.ScheduleFamily;
import org.takt.solver.baseline.ZeroBubbleHandcrafted;
import org.takt.solver.baseline.ZeroBubbleV;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

/**
 * A few candidates that cost little and are seldom far from the best of all families and policies, until one attains
 * the bound. First closed-form families: with one stage on each device ZB-H1, which is optimal at 1F1B's memory where stages
 * are equal, and 1F1B if backwards can be fused; with more the interleaved and V-shaped zero bubble schedules. Then six
 * list policies that complement each other from half to twice 1F1B's memory: a strict warm-up of twice 1F1B's for ample
 * memory, and shorter ones that do or do not wait for the next input gradient. The automatic schedulers and searches
 * among the families are left out: one of them takes longer than all of this. Takes O(n log n) time for n ops.
 */
public final class QuickCandidates {
    private static final List<ScheduleFamily> ONE_STAGE_PER_DEVICE =
            List.of(ZeroBubbleHandcrafted.H1, new OneForwardOneBackward());
    private static final List<ScheduleFamily> CHUNKED = List.of(
            new InterleavedZeroBubble(), new ZeroBubbleV(), BuildingBlockFamily.V_HALF, BuildingBlockFamily.V_MIN);
    private static final List<ListPolicy> SPLIT = policies(false);
    private static final List<ListPolicy> FUSED = policies(true);

    /** A schedule that is not verified yet, and when its last op ends. */
    private record Candidate(Schedule schedule, String source, long end) {}

    private final Problem problem;
    private final ProblemAnalysis analysis;
    private final Certificate certificate;
    private final Verifier verifier;
    private final Optional<SpanTiming> spanTiming;
    private Optional<Solution.Best> best = Optional.empty();

    private QuickCandidates(Problem problem) {
        this.problem = problem;
        this.analysis = new ProblemAnalysis(problem);
        this.certificate = ClosedFormBounds.quickest(analysis);
        this.verifier = new Verifier(problem);
        this.spanTiming = problem.objective() instanceof Objective.MaxDeviceSpan
                ? Optional.of(new SpanTiming(problem))
                : Optional.empty();
    }

    private static List<ListPolicy> policies(boolean fused) {
        return List.of(
                new ListPolicy(200, true, 75, true, fused),
                new ListPolicy(50, false, 25, true, fused),
                new ListPolicy(100, false, 0, true, fused),
                new ListPolicy(0, false, 25, true, fused),
                new ListPolicy(75, false, 25, true, fused),
                new ListPolicy(50, true, 25, true, fused));
    }

    /** Returns the best candidate and the bound. */
    public static Estimate estimate(Problem problem) {
        QuickCandidates candidates = new QuickCandidates(problem);
        candidates.offerFamilies();
        candidates.offerListSchedules(false, SPLIT);
        if (!problem.presenceRules().isEmpty()) {
            candidates.offerListSchedules(true, FUSED);
        }
        return new Estimate(candidates.best, candidates.certificate, candidates.infeasibility());
    }

    private void offerFamilies() {
        Optional<PipelineShape> shape = PipelineShape.of(problem);
        if (shape.isEmpty()) {
            return;
        }
        Timing timing = new Timing(problem);
        for (ScheduleFamily family : shape.get().isOneStagePerDevice() ? ONE_STAGE_PER_DEVICE : CHUNKED) {
            if (!isBoundAttained()
                    && family.orders(shape.get()) instanceof ScheduleFamily.Outcome.Applies applies
                    && timing.earliest(applies.orders()) instanceof TimingResult.Timed timed) {
                offer(timed.schedule(), family.name());
            }
        }
    }

    private void offerListSchedules(boolean fused, List<ListPolicy> policies) {
        if (isBoundAttained()) {
            return;
        }
        Optional<ListScheduler> scheduler = ListScheduler.of(problem, fused);
        if (scheduler.isPresent()) {
            List<Candidate> later = new ArrayList<>();
            for (ListPolicy policy : policies) {
                scheduler.get().schedule(policy).ifPresent(schedule -> {
                    Candidate candidate = new Candidate(schedule, policy.describe(), schedule.lastEnd(problem.ops()));
                    if (candidate.end() > certificate.value()) {
                        later.add(candidate);
                    } else {
                        offer(schedule, candidate.source());
                    }
                });
                if (isBoundAttained()) {
                    return;
                }
            }
            later.sort(Comparator.comparingLong(Candidate::end));
            later.forEach(this::offerIfPromising);
        }
    }

    /** Verifies nothing that ends too late to be the best. */
    private void offerIfPromising(Candidate candidate) {
        boolean endsTooLate = problem.objective() instanceof Objective.Makespan
                && best.isPresent()
                && candidate.end() >= best.get().report().value();
        if (!endsTooLate) {
            offer(candidate.schedule(), candidate.source());
        }
    }

    private void offer(Schedule schedule, String source) {
        if (spanTiming.isPresent()) {
            verify(spanTiming.get().leastSpan(schedule), source + ", begins delayed");
        } else {
            verify(schedule, source);
        }
    }

    private void verify(Schedule schedule, String source) {
        if (verifier.verify(schedule) instanceof Verdict.Accepted accepted
                && (best.isEmpty()
                        || accepted.report().value() < best.get().report().value())) {
            requireConsistent(accepted.report().value());
            best = Optional.of(new Solution.Best(schedule, accepted.report(), source));
        }
    }

    private void requireConsistent(long value) {
        if (certificate.value() > value) {
            throw new IllegalStateException(
                    "A verified schedule has value " + value + ", below the bound of " + certificate.describe() + ".");
        }
    }

    private boolean isBoundAttained() {
        return best.isPresent() && best.get().report().value() <= certificate.value();
    }

    private Optional<String> infeasibility() {
        return best.isPresent()
                ? Optional.empty()
                : Infeasibility.inClosedForm(analysis, Infeasibility.UNITS).map(Infeasibility::reason);
    }
}
