package org.takt.solver.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.takt.solver.bound.EntryDelays;
import org.takt.solver.bound.LocalSequence;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * The relaxations to groups of devices: to windows of the last micro-batches where these are interchangeable, so that the
 * size need not grow with the batch, else to the whole batch. Where the group has the device where micro-batches enter, they
 * count from their entry on. Where devices hold several stages and memory is limited, they may count from the forward
 * of another stage on instead, if more follows from that in closed form.
 */
final class BatchWindows {
    /** Rounds of micro-batches in flight in the window by which groups are compared; from the third on rounds hinder each other. */
    private static final int PROBED_ROUNDS = 3;

    /** Finding where to count from takes too long for larger problems, in ops. */
    private static final int LARGEST_LOCAL = 20_000;

    private final ProblemAnalysis analysis;
    private final Optional<MicroBatchSequence> sequence;
    private final Optional<EntryDelays> delays;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Map<List<Integer>, Optional<Local>> locals = new HashMap<>();

    BatchWindows(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.analysis = analysis;
        this.sequence = analysis.sequence().filter(found -> found.entryDevice().isPresent());
        this.delays = sequence.map(EntryDelays::of);
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    /** Micro-batches that count from another op on than their first, and what is known of their entries. */
    private record Local(LocalSequence sequence, EntryDelays delays) {
        Relaxation ofLast(int microBatches) {
            return Relaxation.toLast(microBatches, sequence, delays);
        }

        int size() {
            return sequence.sequence().size();
        }
    }

    /** Returns the relaxation by which a group is compared with others. */
    Relaxation probe(List<Integer> devices) {
        return local(devices)
                .map(local -> local.ofLast(probed(local.delays(), local.size())))
                .orElseGet(() -> usual(devices));
    }

    /** Returns the relaxations to the same devices and more micro-batches than were probed, up to all of them. */
    List<Relaxation> longer(List<Integer> devices) {
        List<Relaxation> longer = new ArrayList<>();
        Optional<Local> local = local(devices);
        if (local.isPresent()) {
            int all = local.get().size();
            for (int microBatches = probed(local.get().delays(), all); microBatches < all; microBatches *= 2) {
                longer.add(local.get().ofLast(microBatches));
            }
            longer.add(local.get().ofLast(all));
        } else if (hasWindows(devices)) {
            int all = sequence.orElseThrow().size();
            for (int microBatches = probed(delays.orElseThrow(), all); microBatches < all; microBatches *= 2) {
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
        raiseDelaysOfEntry(allDevices(), seconds);
    }

    private List<Integer> allDevices() {
        return IntStream.range(0, analysis.problem().devices().size()).boxed().toList();
    }

    /** Proves longer delays between entries, from what the devices allow, within some seconds. */
    void raiseDelays(List<Integer> devices, double seconds) {
        Optional<Local> local = local(devices);
        if (local.isPresent()) {
            LocalSequence own = local.get().sequence();
            new EntryDelaySearch(own.sequence(), local.get().delays(), progress, engineRuns)
                    .spend(own.localDevices(), seconds);
        } else {
            raiseDelaysOfEntry(devices, seconds);
        }
    }

    private void raiseDelaysOfEntry(List<Integer> devices, double seconds) {
        if (hasWindows(devices)) {
            new EntryDelaySearch(sequence.orElseThrow(), delays.orElseThrow(), progress, engineRuns)
                    .spend(devices, seconds);
        }
    }

    private Relaxation usual(List<Integer> devices) {
        return hasWindows(devices)
                ? ofLast(probed(delays.orElseThrow(), sequence.orElseThrow().size()), devices)
                : Relaxation.to(devices, analysis);
    }

    private Relaxation ofLast(int microBatches, List<Integer> devices) {
        return Relaxation.toLast(microBatches, devices, sequence.orElseThrow(), delays.orElseThrow());
    }

    private boolean hasWindows(List<Integer> devices) {
        return sequence.isPresent()
                && devices.contains(sequence.get().entryDevice().orElseThrow());
    }

    /** Returns the op to count from on some devices, or nothing where counting as usual promises as much. */
    private Optional<Local> local(List<Integer> devices) {
        if (sequence.isEmpty() || analysis.problem().ops().size() > LARGEST_LOCAL || !hasSeveralStages(devices)) {
            return Optional.empty();
        }
        return locals.computeIfAbsent(devices, group -> LocalSequence.best(group, sequence.get(), analysis)
                .map(best -> new Local(best, EntryDelays.of(best.sequence())))
                .filter(found ->
                        found.ofLast(probed(found.delays(), found.size())).boundInClosedForm()
                                > usual(group).boundInClosedForm()));
    }

    private boolean hasSeveralStages(List<Integer> devices) {
        return LocalSequence.candidates(devices, analysis.problem()) > devices.size();
    }

    /** Where memory sets no limit, a round is as many micro-batches as there are devices. */
    private int probed(EntryDelays known, int all) {
        int round = Math.min(known.inFlight(), analysis.problem().devices().size());
        return Math.min(all, PROBED_ROUNDS * round);
    }
}
