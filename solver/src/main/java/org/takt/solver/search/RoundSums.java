package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.takt.model.certificate.RoundSum;
import org.takt.solver.bound.RoundRelaxation;
import org.takt.solver.bound.StartSumProblem;
import org.takt.solver.cpsat.StartSumResult;

/**
 * The sums over rounds of a {@link RoundRelaxation} that are proved, from few micro-batches to many: each proof begins
 * with the sums between rounds that were proved before it. These grow by as many micro-batches as memory has room for, after which a
 * schedule may repeat; a sum from the begin makes up for what a multiple of these leaves.
 */
final class RoundSums {
    /** The name of the bound that follows. */
    static final String NAME = "sums over rounds";

    private final RoundRelaxation relaxation;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final List<RoundSum> between = new ArrayList<>();
    private final List<RoundSum> begins = new ArrayList<>();
    private final List<RoundSum> ends = new ArrayList<>();
    private int microBatches;

    RoundSums(RoundRelaxation relaxation, Progress progress, EngineRuns engineRuns) {
        this.relaxation = relaxation;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.microBatches = relaxation.inFlight();
        begins.add(new RoundSum(1, relaxation.beginInClosedForm(1)));
    }

    /**
     * Proves the next sum between rounds, or does not in the time allowed; before it those to the end and from the begin that are as long
     * as the last one.
     *
     * @param seconds for each
     * @return whether the sum between rounds was proved, and a longer one may be
     */
    boolean proveNext(double seconds) {
        if (between.isEmpty() && !proveBetween(seconds)) {
            return false;
        }
        int last = microBatches + relaxation.round();
        prove(last, known -> relaxation.end(last, known), ends, seconds);
        int first = microBatches + (relaxation.size() - last) % relaxation.inFlight();
        if (first + relaxation.round() <= relaxation.size()) {
            prove(first, known -> relaxation.begin(first, known), begins, seconds);
        }
        microBatches += relaxation.inFlight();
        return proveBetween(seconds);
    }

    private boolean proveBetween(double seconds) {
        int over = microBatches;
        return over + relaxation.round() <= relaxation.size()
                && prove(over, known -> relaxation.between(over, known), between, seconds);
    }

    private boolean prove(
            int over, Function<List<RoundSum>, StartSumProblem> problem, List<RoundSum> proved, double seconds) {
        double left = Math.min(seconds, engineRuns.secondsLeft());
        if (left <= 0 || progress.isDone()) {
            return false;
        }
        StartSumResult result = engineRuns.sum(problem.apply(between), left);
        boolean isProved = result.isEnded() && result.value().isPresent();
        if (isProved) {
            proved.add(new RoundSum(over, result.lowerBound() * relaxation.unit()));
            raise();
        }
        return isProved;
    }

    private void raise() {
        for (RoundSum begin : begins) {
            for (RoundSum end : ends) {
                progress.raiseBound(engineRuns.certificate(
                        relaxation.bound(begin, between, end),
                        NAME,
                        relaxation.scope() + Relaxation.inUnits(relaxation.unit()),
                        relaxation.derivation(begin, between, end)));
            }
        }
    }
}
