package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.SpanTiming;
import org.takt.solver.Solution;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.ScheduleFamily;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

/**
 * Offers every published family that applies, so that none is better than the result, until one is proved optimal; then
 * the list scheduler under a range of policies, until the gap is reached.
 */
final class Candidates {
    private static final int[] WARM_UPS = {100, 0, 1000, 150, 50, 125, 200, 175, 75, 300};
    private static final int[] PATIENCES = {0, 25, 75, 50, 100};

    /** Ops to schedule over all policies together, so that large problems try fewer of them. */
    private static final int OPS_TO_SCHEDULE = 400_000;

    private static final int FEWEST_POLICIES = 8;

    private final Problem problem;
    private final Progress progress;
    private final List<ScheduleFamily> families;

    Candidates(Problem problem, Progress progress) {
        this(problem, progress, Baselines.all());
    }

    /**
     * Prepares candidates.
     *
     * @param families the families to offer
     */
    Candidates(Problem problem, Progress progress, List<ScheduleFamily> families) {
        this.problem = problem;
        this.progress = progress;
        this.families = families;
    }

    /** Offers one schedule that keeps every rule, if the list scheduler has one, however late it is. */
    void offerFirst() {
        ListScheduler.of(problem, false)
                .flatMap(scheduler -> scheduler.schedule(policies(false).get(0)))
                .ifPresent(schedule -> offer(schedule, policies(false).get(0).describe()));
    }

    void offerAll() {
        new FamilySchedules(problem, families).forEach(this::isOver, this::offer);
        offerListSchedules(problem);
        if (problem.objective() instanceof Objective.PeakMemory) {
            lowerThePeak();
        }
    }

    /** A gap that is reached does not count: no family may be better than the result. */
    private boolean isOver() {
        return progress.isTimeUp() || progress.isProvedOptimal();
    }

    private void offerListSchedules(Problem limited) {
        offerPolicies(limited, false);
        if (!limited.presenceRules().isEmpty()) {
            offerPolicies(limited, true);
        }
    }

    private void offerPolicies(Problem limited, boolean fused) {
        if (progress.isDone()) {
            return;
        }
        Optional<ListScheduler> scheduler = ListScheduler.of(limited, fused);
        if (scheduler.isPresent()) {
            for (ListPolicy policy : policies(fused)) {
                if (progress.isDone()) {
                    return;
                }
                scheduler.get().schedule(policy).ifPresent(schedule -> offer(schedule, policy.describe()));
            }
        }
    }

    /** Returns the policies to try; those that differ most from each other come first. */
    private List<ListPolicy> policies(boolean fused) {
        List<ListPolicy> policies = new ArrayList<>();
        for (boolean laterStageFirst : new boolean[] {true, false}) {
            for (boolean strict : new boolean[] {false, true}) {
                for (int patience : PATIENCES) {
                    for (int warmUp : WARM_UPS) {
                        policies.add(new ListPolicy(warmUp, strict, patience, laterStageFirst, fused));
                    }
                }
            }
        }
        int affordable = Math.max(
                FEWEST_POLICIES, OPS_TO_SCHEDULE / Math.max(1, problem.ops().size()));
        return policies.subList(0, Math.min(policies.size(), affordable));
    }

    /** Schedules again under ever lower limits, as long as that brings the peak down within the makespan's ceiling. */
    private void lowerThePeak() {
        while (!progress.isDone()) {
            Optional<Long> peak = progress.best().map(Solution.Best::report).map(report -> report.value());
            if (peak.isEmpty() || peak.get() == 0) {
                return;
            }
            offerListSchedules(withLimit(peak.get() - 1));
            if (progress.best().orElseThrow().report().value() >= peak.get()) {
                return;
            }
        }
    }

    private Problem withLimit(long limit) {
        List<Device> devices = problem.devices().stream()
                .map(device -> new Device(
                        device.name(),
                        device.constantMemory(),
                        OptionalLong.of(Math.min(limit, device.memoryLimit().orElse(limit)))))
                .toList();
        return new Problem(
                devices,
                problem.resources(),
                problem.ops(),
                problem.precedences(),
                problem.buffers(),
                problem.presenceRules(),
                problem.objective());
    }

    private void offer(Schedule schedule, String source) {
        progress.offer(schedule, source);
        if (problem.objective() instanceof Objective.MaxDeviceSpan) {
            progress.offer(new SpanTiming(problem).leastSpan(schedule), source + ", begins delayed");
        }
    }
}
