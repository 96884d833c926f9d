package org.takt.solver.bound;

import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * Head + load + tail of each resource. A resource does one thing at a time, so of any set of jobs on it the first
 * starts no earlier than the least head, they take the sum of their work, and after the last there remains at least the
 * least tail; {@link Workload#preemptiveEnd()} is the largest such sum over all sets. A device's span is at least the load
 * of its compute stream. Of a group of alternatives the one with the least work counts.
 */
public final class DeviceLoadBound implements LowerBound {
    @Override
    public String name() {
        return "head + load + tail";
    }

    /** {@inheritDoc} Takes O(resources × size of the problem + ops log ops) time. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        for (int resource = 0; resource < problem.resources().size(); resource++) {
            Resource described = problem.resources().get(resource);
            long value = value(problem.objective(), described, Workload.of(resource, analysis));
            if (value > best.value()) {
                best = Certificate.closedForm(value, name(), described.name());
            }
        }
        return best;
    }

    private static long value(Objective objective, Resource resource, Workload workload) {
        if (objective instanceof Objective.Makespan) {
            return workload.preemptiveEnd();
        }
        boolean countsForSpan = objective instanceof Objective.MaxDeviceSpan
                && resource.kind() == ResourceKind.COMPUTE
                && !resource.devices().isEmpty();
        return countsForSpan ? workload.total() : 0;
    }
}
