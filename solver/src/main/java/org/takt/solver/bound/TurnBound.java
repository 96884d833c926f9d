package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;

/**
 * The way of a long micro-batch X through a {@link RoundTrip} of p stages, and what the last device does before X turns
 * round there. Where short micro-batches are to delay X as little as possible they have to be ahead of it before it goes
 * back, but then they load the last device before that.
 *
 * <p>Let f and b be the least durations of another micro-batch in any forward and any backward role, and D those whose backward on
 * device p − 1 is ahead of X's. Each of D was ahead from the first role on or has overtaken X before: run two roles that
 * follow each other while X waits between them. So each adds at least f to the way of X up to this
 * backward. Each that is not of D overtakes X afterwards or has its last role after X's, so it adds b to the way back
 * or behind it. And the device has all the forwards and backwards of D and the forward of X before the backward of X. So
 *
 * <p>makespan ≥ way of X + Σ D f + Σ not D b,
 * <p>makespan ≥ least head on device p − 1 + way of X from its forward there + Σ D (f + b) + Σ not D b.
 *
 * <p>Whatever D is, the makespan is no less than any weighted mean of the two, whose least value has each micro-batch where it adds
 * less; this is the highest for some weights. The same holds with time reversed, forwards and backwards exchanged.
 *
 * <p>Says nothing of other objectives.
 */
public final class TurnBound implements LowerBound {
    /** Micro-batches looked at, those with the longest ways; others seldom bound more. */
    private static final int MOST_LOOKED_AT = 8;

    /** Weights of the first inequality, from 0 to this, of this. */
    private static final int WEIGHTS = 64;

    @Override
    public String name() {
        return "way and turn of a long micro-batch";
    }

    /** {@inheritDoc} Takes O((size of the problem + buffers) × roles) time. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        if (!(problem.objective() instanceof Objective.Makespan)) {
            return best;
        }
        for (RoundTrip trip : RoundTrip.of(analysis)) {
            for (int turning : trip.longest(MOST_LOOKED_AT)) {
                long value = bound(turning, trip);
                if (value > best.value()) {
                    Resource described = problem.resources().get(trip.resource(trip.stages() - 1));
                    best = Certificate.closedForm(value, name(), described.name());
                }
            }
        }
        return best;
    }

    /** What another micro-batch adds if it is ahead of the turn and if it is behind, ticks. */
    private record Other(long ahead, long behind) {}

    /** A lag between X's forward and backward on the last device is left out, as that device may do the others' work meanwhile. */
    private static long bound(int turning, RoundTrip trip) {
        int last = trip.stages() - 1;
        int turned = trip.stages();
        int end = 2 * trip.stages();
        long whole = trip.leastHead(0) + trip.way(0, end, turning) + trip.lags(0, end) + trip.leastTail(end - 1);
        long back =
                trip.leastHead(last) + trip.way(last, end, turning) + trip.lags(turned, end) + trip.leastTail(end - 1);
        long there =
                trip.leastHead(0) + trip.way(0, turned + 1, turning) + trip.lags(0, turned) + trip.leastTail(turned);
        List<Other> others = new ArrayList<>();
        List<Other> reversed = new ArrayList<>();
        for (int microBatch : trip.microBatches()) {
            if (microBatch != turning) {
                long forward = trip.shortest(RoundTrip.Half.FORWARD, microBatch);
                long backward = trip.shortest(RoundTrip.Half.BACKWARD, microBatch);
                others.add(new Other(forward, backward));
                reversed.add(new Other(backward, forward));
            }
        }
        return Math.max(mean(whole, back, others), mean(whole, there, reversed));
    }

    /** Returns the highest mean of the two inequalities, rounded up. */
    private static long mean(long whole, long part, List<Other> others) {
        long best = 0;
        for (int weight = 0; weight <= WEIGHTS; weight++) {
            long sum = weight * whole + (WEIGHTS - weight) * part;
            for (Other other : others) {
                long ahead = WEIGHTS * other.ahead() + (WEIGHTS - weight) * other.behind();
                sum += Math.min(ahead, WEIGHTS * other.behind());
            }
            best = Math.max(best, -Math.floorDiv(-sum, WEIGHTS));
        }
        return best;
    }
}
