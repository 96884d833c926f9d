package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Raises the bound by solving relaxations to one device, then to two neighbours as well, and the problem itself unless
 * it is large. Each gets a slice of time in every round, those with the highest bounds first, and longer slices from
 * round to round.
 */
final class Relaxations {
    /** Up to so many ops the problem itself, in coarse times at first, takes turns with its relaxations. */
    private static final int LARGEST_WHOLE = 1000;

    /** How much longer the slices of a round are than those of the round before. */
    private static final double GROWTH = 3;

    private final ProblemAnalysis analysis;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final List<RelaxationRun> open = new ArrayList<>();

    Relaxations(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.analysis = analysis;
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    /**
     * Spends some seconds at most.
     *
     * @param firstSlice seconds that each relaxation gets in the first round
     */
    void spend(double seconds, double firstSlice) {
        double reserve = engineRuns.secondsLeft() - seconds;
        if (analysis.problem().ops().size() <= LARGEST_WHOLE) {
            open.add(new RelaxationRun(Relaxation.none(analysis.problem(), progress), progress, engineRuns));
        }
        addGroups(1, reserve);
        runRound(firstSlice, reserve);
        runRound(firstSlice * GROWTH, reserve);
        addGroups(2, reserve);
        for (double slice = firstSlice * GROWTH; hasTime(reserve) && !open.isEmpty(); slice *= GROWTH) {
            runRound(slice, reserve);
        }
    }

    private boolean hasTime(double reserve) {
        return !progress.isDone() && engineRuns.secondsLeft() > reserve;
    }

    /** Adds every group of neighbours that is not the whole problem. */
    private void addGroups(int size, double reserve) {
        int devices = analysis.problem().devices().size();
        for (int first = 0; size < devices && first + size <= devices && hasTime(reserve); first++) {
            List<Integer> group = new ArrayList<>();
            for (int device = first; device < first + size; device++) {
                group.add(device);
            }
            open.add(new RelaxationRun(Relaxation.to(group, analysis), progress, engineRuns));
        }
    }

    private void runRound(double slice, double reserve) {
        open.sort(Comparator.comparingLong(run -> -run.bound()));
        ExecutorService threads = Executors.newFixedThreadPool(engineRuns.workers());
        try {
            CompletableFuture<?>[] turns = open.stream()
                    .map(run -> CompletableFuture.runAsync(() -> takeTurn(run, slice, reserve), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(turns).join();
        } catch (CompletionException failed) {
            throw asThrown(failed);
        } finally {
            threads.shutdown();
        }
        open.removeIf(RelaxationRun::isEnded);
    }

    private void takeTurn(RelaxationRun run, double slice, double reserve) {
        if (hasTime(reserve)) {
            run.spend(Math.min(slice, engineRuns.secondsLeft() - reserve));
        }
    }

    private static RuntimeException asThrown(CompletionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException exception ? exception : failed;
    }
}
