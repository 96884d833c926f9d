package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;

/**
 * The way of a long micro-batch X through a {@link RoundTrip} of p stages, and what the last device does before X turns
 * round there. Where short micro-batches are to delay X as little as possible they have to be ahead of it before it goes
 * back, but then they load the last device before that; and they must fit into memory beside X, or overtake it.
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
 * <p>Those that overtake X while it waits between its forwards s and s + 1, A(s), run both roles meanwhile. That is a flow
 * shop of two machines, for which one order on both is best (Johnson, Optimal two- and three-stage production schedules, 1954);
 * in any order those up to the longest have their first role, then those from it on their second. So X waits at least for
 * Σ A(s) f + the largest of these f. Let t be the largest f of all that overtake X so, in A(s), u the largest f of those in the
 * other sets, in A(s'), and v the sum of the largest f of each set but these two. The first inequality has t + u + v in addition.
 *
 * <p>Where memory is limited, those of D that are ahead from the first role on are in memory of device 0 beside X when
 * X begins, but for those whose backward there is over: they add f + b to what comes before X, no less than if they were not of D.
 * So do those that have both roles on device p − 1 between the two of X. And all of A(s) are in memory of device s beside X when X
 * goes on, but for those whose backward there is over. Let R be these: X has waited for Σ A(s) f + Σ R b too. So some of R, whose
 * b sum to t at most, add f, and the others no less than if they were not of D. Hence of D those with f > t are in memory on the first
 * of these occasions, those with f > u on it or with A(s), but for these of R, and the others on one of these two or with A(s') or in another
 * set. There, let m be what one takes of the memory, M what there is beside X on any device but the last, and r the largest f m / b of all
 * others. What X waits in addition for a set is at least the largest f and Σ R b, hence at least Σ f m / M of those not of R and, as f m ≤ r b, at
 * least Σ f m / r of R. So it is at least Σ f m / (M + r) of the set, and v is at least the sum of that. As there are p − 1 sets,
 * there is none for v where p is less than 4, and none for u where p is 2.
 *
 * <p>Whatever D, t and u are, the makespan is no less than any weighted mean of the two, whose least value has in D what gains
 * most by that; this is the highest for some weights. The same holds with time reversed, forwards and backwards exchanged.
 *
 * <p>Where every role takes equally long in all micro-batches, {@link DeviceLoadBound} of device p − 1 is no lower: the way of one of
 * them and f + b of each other one. So nothing is said there, nor of other objectives.
 */
public final class TurnBound implements LowerBound {
    /** Micro-batches looked at, those with the longest ways; others seldom bound more. */
    private static final int MOST_LOOKED_AT = 8;

    @Override
    public String name() {
        return "way and turn of a long micro-batch";
    }

    /** {@inheritDoc} Takes O((size of the problem + buffers) × roles + micro-batches log micro-batches) time. */
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
        List<TurnOthers.Other> others = new ArrayList<>();
        List<TurnOthers.Other> reversed = new ArrayList<>();
        for (int microBatch : trip.microBatches()) {
            if (microBatch != turning) {
                long forward = trip.shortest(RoundTrip.Half.FORWARD, microBatch);
                long backward = trip.shortest(RoundTrip.Half.BACKWARD, microBatch);
                long memory = trip.leastMemory(microBatch);
                others.add(new TurnOthers.Other(forward, backward, memory));
                reversed.add(new TurnOthers.Other(backward, forward, memory));
            }
        }
        long atBegin = trip.beside(turning, 0);
        long together = IntStream.range(0, last)
                .mapToLong(stage -> trip.beside(turning, stage))
                .max()
                .orElseThrow();
        return Math.max(
                new TurnOthers(others, atBegin, together, last).leastMean(whole, back),
                new TurnOthers(reversed, atBegin, together, last).leastMean(whole, there));
    }
}
