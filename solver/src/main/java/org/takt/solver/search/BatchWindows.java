package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.takt.solver.bound.EntryDelays;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * The relaxations to groups of devices: to windows of the last micro-batches where these are interchangeable and the group
 * has the device where they enter, so that the size need not grow with the batch, else to the whole batch.
 */
final class BatchWindows {
    /** Rounds of micro-batches in flight in the window by which groups are compared; from the third on rounds hinder each other. */
    private static final int PROBED_ROUNDS = 3;

    private final ProblemAnalysis analysis;
    private final Optional<MicroBatchSequence> sequence;
    private final Optional<EntryDelays> delays;
    private final Progress progress;
    private final EngineRuns engineRuns;

    BatchWindows(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.analysis = analysis;
        this.sequence = MicroBatchSequence.of(analysis.problem())
                .filter(found -> found.entryDevice().isPresent());
        this.delays = sequence.map(EntryDelays::of);
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    /** Returns the relaxation by which a group is compared with others. */
    Relaxation probe(List<Integer> devices) {
        return hasWindows(devices) ? ofLast(probed(), devices) : Relaxation.to(devices, analysis);
    }

    /** Returns the relaxations to the same devices and more micro-batches than were probed, up to all of them. */
    List<Relaxation> longer(List<Integer> devices) {
        List<Relaxation> longer = new ArrayList<>();
        if (hasWindows(devices)) {
            int all = sequence.orElseThrow().size();
            for (int microBatches = probed(); microBatches < all; microBatches *= 2) {
                longer.add(ofLast(microBatches, devices));
            }
            longer.add(ofLast(all, devices));
        } else {
            longer.add(Relaxation.to(devices, analysis));
        }
        return longer;
    }

    /** Returns the problem itself, to be relaxed in coarse times only. */
    Relaxation whole() {
        return hasWindows(allDevices())
                ? Relaxation.toAll(sequence.orElseThrow(), delays.orElseThrow(), progress)
                : Relaxation.none(analysis.problem(), progress);
    }

    /** Proves longer delays between entries, from what all devices allow, within some seconds. */
    void raiseDelays(double seconds) {
        raiseDelays(allDevices(), seconds);
    }

    private List<Integer> allDevices() {
        return IntStream.range(0, analysis.problem().devices().size()).boxed().toList();
    }

    /** Proves longer delays between entries, from what the devices allow, within some seconds. */
    void raiseDelays(List<Integer> devices, double seconds) {
        if (hasWindows(devices)) {
            new EntryDelaySearch(sequence.orElseThrow(), delays.orElseThrow(), progress, engineRuns)
                    .spend(devices, seconds);
        }
    }

    private Relaxation ofLast(int microBatches, List<Integer> devices) {
        return Relaxation.toLast(microBatches, devices, sequence.orElseThrow(), delays.orElseThrow());
    }

    private boolean hasWindows(List<Integer> devices) {
        return sequence.isPresent()
                && devices.contains(sequence.get().entryDevice().orElseThrow());
    }

    /** Where memory sets no limit, a round is as many micro-batches as there are devices. */
    private int probed() {
        int round = Math.min(
                delays.orElseThrow().inFlight(), analysis.problem().devices().size());
        return Math.min(sequence.orElseThrow().size(), PROBED_ROUNDS * round);
    }
}
