package org.takt.solver.bound;

import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;

/**
 * A long micro-batch X from its first forward to its last backward, and what the first device can do meanwhile in the memory
 * that X leaves, for micro-batches on a {@link RoundTrip}.
 *
 * <p>Let f and b be the least durations of another micro-batch in any forward and any backward role, and V(s) and U(s) the
 * most b and the most f of others that fit on device s beside X. Claim:
 *
 * <p>makespan ≥ way of X without lags + Σ others (f + b) − ½ (V(0) + Σ V(s)) − ½ (U(0) + Σ U(s)), s from 0 to p − 2,
 * <p>makespan ≥ least head + way of X from its forward on device p − 1 + Σ others (f + b) − ½ (U(0) + Σ U(s)),
 * <p>and, by symmetry in time, the way of X up to its backward on device p − 1 + … − ½ (V(0) + Σ V(s)).
 *
 * <p>Proof. Let G(i) be the time between the end of role i of X and the start of role i + 1. The makespan is at least the residence of
 * X on device 0, which is its way plus all G(i), and f + b of the others but for what they do there during the residence. It remains to
 * show that Σ (f + b) of what they do there, in their first and last role, exceeds Σ G(i) by the two halves at most.
 *
 * <p>Others with both roles in the residence are behind X at role 0 and ahead of it at the last one, so they overtake at some
 * i: run both role i and role i + 1 in G(i). Those that do so at i = p − 1 take f + b of the time G(p − 1) of that device; those that
 * are ahead at role p − 1 and behind at role p do so both at a forward i, which takes f, and at a backward one, which takes b. Of the remaining
 * ones, those ahead at both (of the set A(s), s ≤ p − 2 the last forward i at which they overtake) are left with a gain of b, those
 * behind at both with a gain of f, as are those of which only the last role is in the residence, A(−1), and only the first.
 * By symmetry in time it suffices to look at A(s).
 *
 * <p>Let j be of A(s), in memory of device s when G(s) ends unless its backward there ends within G(s), which then takes f + b
 * of G(s) on device s and on device s + 1 and leaves no gain (for s = −1 nothing comes before, and device 0 stands for
 * device s, the start of X for the end of G(s)). Otherwise the backward on device s + 1 may end within G(s): D(s); else
 * within G(s + 1): C(s + 1); else later: E(s). On device s, G(s) has f of A(s) and b of C(s); on device s + 1 it has f of A(s) and b of D(s).
 * So the gain is at most Σ b of all E(s) + Σ min(b of C(s), b of D(s)), and the latter at most half of the sums. When G(s)
 * ends, E(s − 1), D(s), C(s + 1) and E(s) are all in memory of device s, so their b is at most V(s); when X starts, C(0) and
 * E(−1) are on device 0. E(p − 2) is empty, as the backward on device p − 1 is ahead of X's. Adding up these p inequalities, each E is in two of them and each C and D in
 * one, so half of the sum is at least the gain. The same sum of memory says that all E and half of C and D fit into half of
 * what X leaves on these p occasions, and as no micro-batch is in two of the sets, the gain is also at most what of all others fits there in parts.
 *
 * <p>For the second inequality, those ahead of X at role p have f + b on device p − 1 before that role of X, which begins no sooner than
 * all of it and X's forward there are done. The others, behind at role p, either overtake X afterwards or have their last role
 * after X's, so each takes b, and all take f too but for gains as above: those with the first role before the last of X and the
 * last role behind it are A(−1) mirrored, those that overtake belong to the first i ≥ p at which they do, and a forward on device p − 1 before X's
 * backward is as good as one within G(p − 1).
 *
 * <p>Where every role takes equally long in all micro-batches, {@link DeviceLoadBound} of device p − 1 is no lower: the way of one of
 * them and f + b of each other one. So nothing is said there, nor of other objectives.
 */
public final class ResidenceBound implements LowerBound {
    /** Micro-batches looked at, those with the longest ways; others seldom bound more. */
    private static final int MOST_LOOKED_AT = 8;

    @Override
    public String name() {
        return "residence of a long micro-batch";
    }

    /** {@inheritDoc} Takes O((size of the problem + buffers) × roles + roles² × micro-batches log micro-batches) time. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        if (!(problem.objective() instanceof Objective.Makespan)
                || problem.devices().stream().map(Device::memoryLimit).noneMatch(limit -> limit.isPresent())) {
            return best;
        }
        for (RoundTrip trip : RoundTrip.of(analysis)) {
            for (int resident : trip.longest(MOST_LOOKED_AT)) {
                long value = bound(resident, trip);
                if (value > best.value()) {
                    Resource described = problem.resources().get(trip.resource(0));
                    best = Certificate.closedForm(value, name(), described.name());
                }
            }
        }
        return best;
    }

    private static long bound(int resident, RoundTrip trip) {
        int last = trip.stages() - 1;
        int turned = trip.stages();
        int end = 2 * trip.stages();
        long others = 0;
        for (int other : trip.microBatches()) {
            others += other == resident
                    ? 0
                    : trip.shortest(RoundTrip.Half.FORWARD, other) + trip.shortest(RoundTrip.Half.BACKWARD, other);
        }
        long twiceBackwards = twiceGained(resident, RoundTrip.Half.BACKWARD, trip);
        long twiceForwards = twiceGained(resident, RoundTrip.Half.FORWARD, trip);
        long inResidence = trip.leastHead(0)
                + trip.way(0, end, resident)
                - (twiceBackwards + twiceForwards) / 2
                + trip.leastTail(end - 1);
        long afterTurn =
                trip.leastHead(last) + trip.way(last, end, resident) - twiceForwards / 2 + trip.leastTail(end - 1);
        long beforeTurn =
                trip.leastHead(0) + trip.way(0, turned + 1, resident) - twiceBackwards / 2 + trip.leastTail(turned);
        return others + Math.max(inResidence, Math.max(afterTurn, beforeTurn));
    }

    private static long twiceGained(int resident, RoundTrip.Half half, RoundTrip trip) {
        long twice = trip.mostBeside(resident, 0, half);
        for (int stage = 0; stage < trip.stages() - 1; stage++) {
            twice += trip.mostBeside(resident, stage, half);
        }
        return Math.min(twice, 2 * trip.mostInParts(resident, half));
    }
}
