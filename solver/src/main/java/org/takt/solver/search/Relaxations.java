package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Raises the bound by solving relaxations: to each device and to groups of devices. Groups grow from the device that bounds best by the device that adds most, which need not be a neighbour:
 * where memory is tight, what delays a micro-batch is meeting others on their way back, anywhere in the pipeline. Then
 * each relaxation gets a slice of time in every round, those with the highest bounds first, and longer slices from round
 * to round.
 */
final class Relaxations {
    /** How many single devices go on after a first look. */
    private static final int KEPT_SINGLES = 3;

    /** Larger groups than this are never solved in the time they would need. */
    private static final int LARGEST_GROUP = 4;

    /** How much longer the slices of a round are than those of the round before. */
    private static final double GROWTH = 3;

    /** Share of the time of {@link #begin} for a first look at all devices. */
    private static final double SINGLES = 0.1;

    /** Share of the time of {@link #begin} for finding out which device to add to a group. */
    private static final double GROWING = 0.2;

    private final ProblemAnalysis analysis;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final BatchWindows windows;
    private final List<RelaxationRun> open = new ArrayList<>();
    private double slice;
    private boolean hasBegun;

    Relaxations(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.analysis = analysis;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.windows = new BatchWindows(analysis, progress, engineRuns);
    }

    /** Spends some seconds at most on finding the groups, and a first slice of each relaxation; none does nothing yet. */
    void begin(double seconds) {
        if (seconds <= 0) {
            return;
        }
        hasBegun = true;
        double reserve = engineRuns.secondsLeft() - seconds;
        List<Group> singles = singles(reserve);
        singles.forEach(single -> open.add(single.probe()));
        slice = seconds * SINGLES * engineRuns.workers() / Math.max(1, open.size());
        runRound(open, slice, reserve);
        keepBest(singles);
        growFrom(singles, seconds, reserve);
        runRound(open, slice, reserve);
    }

    /** Spends some seconds at most; begins if it has not. */
    void spend(double seconds) {
        if (!hasBegun) {
            begin(seconds);
            return;
        }
        double reserve = engineRuns.secondsLeft() - seconds;
        while (hasTime(reserve) && !open.isEmpty()) {
            slice *= GROWTH;
            runRound(open, slice, reserve);
        }
    }

    /** Devices, and the relaxation to them by which they are compared with others. */
    private record Group(List<Integer> devices, RelaxationRun probe) {}

    private boolean hasTime(double reserve) {
        return !progress.isDone() && engineRuns.secondsLeft() > reserve;
    }

    private RelaxationRun run(Relaxation relaxation) {
        return new RelaxationRun(relaxation, RelaxationRun.RESOLUTIONS, progress, engineRuns);
    }

    private List<Group> singles(double reserve) {
        List<Group> singles = new ArrayList<>();
        int devices = analysis.problem().devices().size();
        for (int device = 0; device < devices && devices > 1 && hasTime(reserve); device++) {
            singles.add(group(List.of(device)));
        }
        return singles;
    }

    private Group group(List<Integer> devices) {
        return new Group(devices, run(windows.probe(devices)));
    }

    /** The others bound far lower, and would take most of the time. */
    private void keepBest(List<Group> singles) {
        singles.stream()
                .map(Group::probe)
                .sorted(Comparator.comparingLong(run -> -run.bound()))
                .skip(KEPT_SINGLES)
                .forEach(open::remove);
    }

    private void growFrom(List<Group> singles, double seconds, double reserve) {
        Optional<Group> grown = best(singles);
        int devices = analysis.problem().devices().size();
        while (grown.isPresent() && hasTime(reserve)) {
            List<Integer> members = grown.get().devices();
            windows.raiseDelays(members, Math.min(engineRuns.secondsLeft() - reserve, seconds * GROWING / 3));
            windows.longer(members).forEach(relaxation -> open.add(run(relaxation)));
            if (members.size() == Math.min(LARGEST_GROUP, devices - 1)) {
                return;
            }
            long bound = grown.get().probe().bound();
            grown = best(withOneMore(members, seconds * GROWING, reserve))
                    .filter(larger -> larger.probe().bound() > bound);
        }
    }

    /** Compares all groups with one device more in the time given, and returns them. */
    private List<Group> withOneMore(List<Integer> members, double seconds, double reserve) {
        List<Group> groups = new ArrayList<>();
        for (int device = 0; device < analysis.problem().devices().size() && hasTime(reserve); device++) {
            if (!members.contains(device)) {
                List<Integer> devices = new ArrayList<>(members);
                devices.add(device);
                devices.sort(Comparator.naturalOrder());
                groups.add(group(devices));
            }
        }
        double each = seconds * engineRuns.workers() / Math.max(1, groups.size());
        runRound(groups.stream().map(Group::probe).toList(), each, reserve);
        return groups;
    }

    private static Optional<Group> best(List<Group> groups) {
        return groups.stream()
                .max(Comparator.comparingLong(group -> group.probe().bound()));
    }

    private void runRound(List<RelaxationRun> runs, double seconds, double reserve) {
        List<RelaxationRun> turns = new ArrayList<>(runs);
        turns.sort(Comparator.comparingLong(run -> -run.bound()));
        Workers.runAll(
                turns.stream()
                        .<Runnable>map(run -> () -> takeTurn(run, seconds, reserve))
                        .toList(),
                engineRuns.workers());
        open.removeIf(RelaxationRun::isEnded);
    }

    private void takeTurn(RelaxationRun run, double seconds, double reserve) {
        if (hasTime(reserve)) {
            run.spend(Math.min(seconds, engineRuns.secondsLeft() - reserve));
        }
    }
}
