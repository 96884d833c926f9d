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
 * with the sums between rounds that were proved before it. Each step is over as many micro-batches more as memory has room for, after
 * which a schedule may repeat, and has three sums: between rounds, to the end and from the begin.
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

    /** Returns whether there are enough micro-batches for longer sums. */
    boolean hasNext() {
        return microBatches + relaxation.round() <= relaxation.size();
    }

    /**
     * Proves the next three sums, or does not in the time allowed. What comes before the last micro-batches of the end and behind the
     * begin then is over as many micro-batches as sums between rounds are.
     *
     * @param seconds for each
     * @return whether the sum between rounds was proved
     */
    boolean proveNext(double seconds) {
        int next = microBatches;
        microBatches += relaxation.inFlight();
        boolean isProved = prove(next, known -> relaxation.between(next, known), between, seconds);
        int last = next + relaxation.round();
        int first = next + (relaxation.size() - last) % relaxation.inFlight();
        if (isProved) {
            prove(last, known -> relaxation.end(last, known), ends, seconds);
        }
        if (isProved && first + relaxation.round() <= relaxation.size()) {
            prove(first, known -> relaxation.begin(first, known), begins, seconds);
        }
        return isProved;
    }

    private boolean prove(
            int over, Function<List<RoundSum>, StartSumProblem> problem, List<RoundSum> proved, double seconds) {
        double left = Math.min(seconds, engineRuns.secondsLeft());
        if (left <= 0 || progress.isDone()) {
            return false;
        }
        StartSumResult result = engineRuns.sum(problem.apply(between), left);
        if (result.isEnded()) {
            proved.add(new RoundSum(over, result.lowerBound() * relaxation.unit()));
            raise();
        }
        return result.isEnded();
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
