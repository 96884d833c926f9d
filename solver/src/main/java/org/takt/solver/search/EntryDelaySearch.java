package org.takt.solver.search;

import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.ProvedDelay;
import org.takt.solver.bound.CoarseTimes;
import org.takt.solver.bound.EntryDelays;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.WindowRelaxation;
import org.takt.solver.cpsat.CpSatResult;

/**
 * Raises the delays between entries of micro-batches with CP-SAT, from few to many micro-batches: each proof begins
 * with the delays that were proved before it, as in Russian doll search (Verfaillie, Lemaître, Schiex, AAAI 1996). With
 * them CP-SAT proves bounds on windows several times as long.
 */
final class EntryDelaySearch {
    /** Coarse ticks that the longest op may take: delays round off little, and are proved in less than a second. */
    private static final int RESOLUTION = 40;

    /** Delays over more rounds of micro-batches in flight than this hardly exceed sums of shorter ones. */
    private static final int ROUNDS = 2;

    /** Delays over more micro-batches take longer to prove than they save. */
    private static final int MOST = 24;

    private final MicroBatchSequence sequence;
    private final EntryDelays delays;
    private final Progress progress;
    private final EngineRuns engineRuns;

    EntryDelaySearch(MicroBatchSequence sequence, EntryDelays delays, Progress progress, EngineRuns engineRuns) {
        this.sequence = sequence;
        this.delays = delays;
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    /**
     * Spends some seconds at most.
     *
     * @param devices whose contention counts, the one where micro-batches enter among them
     */
    void spend(List<Integer> devices, double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        int largest = Math.min(sequence.size() - 1, Math.min(MOST, ROUNDS * delays.inFlight() + 1));
        for (int k = 1; k <= largest && !progress.isDone() && engineRuns.secondsLeft() > reserve; k++) {
            raise(devices, k, Math.min(engineRuns.secondsLeft() - reserve, seconds / 4));
        }
    }

    private void raise(List<Integer> devices, int k, double seconds) {
        WindowRelaxation window = WindowRelaxation.untilEntry(sequence, delays, devices, k);
        CoarseTimes times = new CoarseTimes(window.problem(), CoarseTimes.unitFor(window.problem(), RESOLUTION));
        long known = window.coarse(times, delays.between(k));
        CpSatResult result =
                engineRuns.run(times.problem(), Optional.empty(), known, 1, seconds, schedule -> {}, bound -> {});
        if (result.lowerBound() > known && result.outcome() != CpSatResult.Outcome.INFEASIBLE) {
            delays.raise(new ProvedDelay(k, window.bound(times, result.lowerBound()), devices, times.unit()));
        }
    }
}
