package org.takt.solver.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.solver.bound.LocalSequence;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.RoundRelaxation;
import org.takt.solver.cpsat.StartSumResult;

/**
 * Raises the bound by sums over rounds of micro-batches ({@link RoundRelaxation}): first of the device that bounds best in closed
 * form, where all others count by where micro-batches meet. Where stages differ, devices with much to do are added
 * one by one before, while that helps. Works on one thread.
 */
final class RoundSearch {
    /** Coarse ticks that the longest op may take on a single device. */
    private static final int RESOLUTION = 8;

    /** The same on several devices, whose ops of different durations would else be rounded off too much. */
    private static final int FINE_RESOLUTION = 20;

    /**
     * With fewer seconds than one for so many meetings of as many micro-batches as memory has room for, their time is worth more elsewhere: in
     * a minute, sums were proved of 18 at 24 stages, and none of 16 at 32.
     */
    private static final double MEETINGS_PER_SECOND = 9;

    /** Micro-batches in the rounds by which groups of devices are compared. */
    private static final int TRIAL_ROUND = 2;

    /** Beyond so many ops the time and memory for looking at single devices are worth more elsewhere. */
    private static final int LARGEST = 50_000;

    /** Problems of more ops times devices are looked at where micro-batches enter only. */
    private static final long LARGEST_LOCAL = 500_000;

    /** Share of the time that one sum may take. */
    private static final double LONGEST = 0.5;

    /** Devices that are kept at most. */
    private static final int LARGEST_GROUP = 3;

    /** Devices that are tried for the next to keep: those with the most to do. */
    private static final int CANDIDATES = 4;

    /** Share of the time for each of them. */
    private static final double TRIAL = 0.05;

    private final ProblemAnalysis analysis;
    private final Progress progress;
    private final EngineRuns engineRuns;

    RoundSearch(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.analysis = analysis;
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    /** Spends some seconds at most, and fewer if there is nothing left that might help. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        sequence().ifPresent(whole -> start(whole)
                .filter(local -> areEnough(seconds, local, whole))
                .ifPresent(local -> from(local, whole, seconds, reserve)));
    }

    /** Returns whether memory has room for rounds of micro-batches, but not for so many that some seconds are too few. */
    boolean appliesTo(double seconds) {
        return sequence()
                .flatMap(whole -> start(whole).filter(local -> areEnough(seconds, local, whole)))
                .isPresent();
    }

    private static boolean areEnough(double seconds, LocalSequence local, MicroBatchSequence whole) {
        return relaxation(local, whole, TRIAL_ROUND, RESOLUTION)
                .filter(relaxation -> relaxation.meetings() <= MEETINGS_PER_SECOND * seconds)
                .isPresent();
    }

    private Optional<MicroBatchSequence> sequence() {
        return analysis.problem().ops().size() > LARGEST
                ? Optional.empty()
                : analysis.sequence().filter(whole -> whole.entryDevice().isPresent());
    }

    private void from(LocalSequence local, MicroBatchSequence whole, double seconds, double reserve) {
        if (areStagesAlike(whole)) {
            prove(local, whole, RESOLUTION, seconds, reserve);
        } else {
            prove(grow(local, whole, seconds, reserve), whole, FINE_RESOLUTION, seconds, reserve);
        }
    }

    /** Proves short sums over ever larger rounds, until they are not proved in time any more; then longer ones, of large rounds first. */
    private void prove(LocalSequence local, MicroBatchSequence whole, int resolution, double seconds, double reserve) {
        Deque<RoundSums> proved = new ArrayDeque<>();
        boolean goesOn = true;
        for (int round = 2; goesOn && hasTime(reserve); round++) {
            Optional<RoundSums> sums = relaxation(local, whole, round, resolution)
                    .map(relaxation -> new RoundSums(relaxation, progress, engineRuns));
            goesOn = sums.isPresent() && prove(sums.get(), seconds, reserve);
            if (goesOn) {
                proved.push(sums.get());
            }
        }
        while (!proved.isEmpty() && hasTime(reserve)) {
            RoundSums largest = proved.pop();
            if (prove(largest, seconds, reserve)) {
                proved.add(largest);
            }
        }
    }

    private boolean prove(RoundSums sums, double seconds, double reserve) {
        return sums.proveNext(Math.min(seconds * LONGEST, engineRuns.secondsLeft() - reserve));
    }

    private boolean hasTime(double reserve) {
        return !progress.isDone() && engineRuns.secondsLeft() > reserve;
    }

    /** Returns nothing where memory has no room for a round, or so much that a round is all of the batch. */
    private static Optional<RoundRelaxation> relaxation(
            LocalSequence local, MicroBatchSequence whole, int round, int resolution) {
        if (!RoundRelaxation.fits(local, round)) {
            return Optional.empty();
        }
        RoundRelaxation relaxation =
                new RoundRelaxation(local, whole, round, RoundRelaxation.unitFor(local, resolution));
        int inFlight = relaxation.inFlight();
        return round <= inFlight && inFlight + round <= relaxation.size() ? Optional.of(relaxation) : Optional.empty();
    }

    /** Returns where the closed forms are highest. */
    private Optional<LocalSequence> start(MicroBatchSequence whole) {
        int devices = analysis.problem().devices().size();
        if ((long) devices * analysis.problem().ops().size() > LARGEST_LOCAL) {
            return LocalSequence.best(List.of(whole.entryDevice().orElseThrow()), whole, analysis);
        }
        List<LocalSequence> all = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            all.addAll(LocalSequence.on(List.of(device), whole, analysis));
        }
        return LocalSequence.best(all);
    }

    /** Adds the device that raises a short sum most, as long as one does. */
    private LocalSequence grow(LocalSequence start, MicroBatchSequence whole, double seconds, double reserve) {
        LocalSequence best = start;
        double highest = rate(start, whole, seconds);
        boolean grows = true;
        while (grows && best.devices().size() < LARGEST_GROUP) {
            grows = false;
            for (List<Integer> larger : withOneMore(best.devices())) {
                Optional<LocalSequence> found = LocalSequence.behind(start.entry(), larger, whole, analysis);
                double rate = found.isPresent() && hasTime(reserve) ? rate(found.get(), whole, seconds) : 0;
                if (rate > highest) {
                    highest = rate;
                    best = found.get();
                    grows = true;
                }
            }
        }
        return best;
    }

    /** Returns the time per micro-batch, in ticks, that follows from one sum. */
    private double rate(LocalSequence local, MicroBatchSequence whole, double seconds) {
        return relaxation(local, whole, TRIAL_ROUND, FINE_RESOLUTION)
                .map(found -> {
                    int over = Math.min(2 * found.inFlight(), found.size() - found.round());
                    StartSumResult result = engineRuns.sum(found.between(over, List.of()), seconds * TRIAL);
                    return (double) result.lowerBound() * found.unit() / found.round() / over;
                })
                .orElse(0.0);
    }

    /** Returns the groups with one more of the devices that have most to do. */
    private List<List<Integer>> withOneMore(List<Integer> members) {
        long[] loads = loads();
        return IntStream.range(0, loads.length)
                .filter(device -> !members.contains(device))
                .boxed()
                .sorted(Comparator.comparingLong(device -> -loads[device]))
                .limit(CANDIDATES)
                .map(device -> {
                    List<Integer> larger = new ArrayList<>(members);
                    larger.add(device);
                    larger.sort(Comparator.naturalOrder());
                    return larger;
                })
                .toList();
    }

    private long[] loads() {
        Problem problem = analysis.problem();
        long[] loads = new long[problem.devices().size()];
        for (Op op : problem.ops()) {
            for (int resource : op.modes().get(0).resources()) {
                problem.resources()
                        .get(resource)
                        .devices()
                        .forEach(device -> loads[device] += op.modes().get(0).duration());
            }
        }
        return loads;
    }

    /** Returns whether every kind of op takes equally long on all stages. */
    private static boolean areStagesAlike(MicroBatchSequence whole) {
        List<Op> ops = whole.window(1).problem().ops();
        long kinds = ops.stream().map(Op::kind).distinct().count();
        return ops.stream()
                        .map(op -> List.of(op.kind(), op.modes().get(0).duration()))
                        .distinct()
                        .count()
                == kinds;
    }
}
