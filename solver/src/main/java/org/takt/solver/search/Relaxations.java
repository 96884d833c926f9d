package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.takt.model.schedule.Schedule;
import org.takt.solver.Solution;
import org.takt.solver.bound.Certificate;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.DeviceRelaxation;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.cpsat.CpSatResult;

/**
 * Raises the bound by solving relaxations to one device, then to two neighbours. Those whose own bound in closed form
 * is highest go first. Each gets a slice of time, and those that did not end in it a longer one in a later round; what
 * cannot raise the bound any more is dropped.
 */
final class Relaxations {
    /** How much longer the slices of a round are than those of the round before. */
    private static final double GROWTH = 3;

    private final ProblemAnalysis analysis;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private List<Candidate> open = new ArrayList<>();

    private record Candidate(DeviceRelaxation relaxation, String name, long closedForm) {}

    Relaxations(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.analysis = analysis;
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    /**
     * Spends some seconds at most.
     *
     * @param slice seconds that each relaxation gets in the first round
     */
    void spend(double seconds, double slice) {
        double reserve = engineRuns.secondsLeft() - seconds;
        int devices = analysis.problem().devices().size();
        open = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            add(List.of(device), "single-device relaxation");
        }
        solveOpen(slice, reserve);
        for (int device = 0; device + 1 < devices && devices > 2; device++) {
            add(List.of(device, device + 1), "two-device relaxation");
        }
        double nextSlice = slice * GROWTH;
        while (!open.isEmpty() && hasTime(reserve)) {
            solveOpen(nextSlice, reserve);
            nextSlice *= GROWTH;
        }
    }

    private boolean hasTime(double reserve) {
        return !progress.isDone() && engineRuns.secondsLeft() > reserve;
    }

    private void add(List<Integer> devices, String name) {
        DeviceRelaxation relaxation = new DeviceRelaxation(analysis, devices);
        long closedForm = ClosedFormBounds.certificates(new ProblemAnalysis(relaxation.problem())).stream()
                .mapToLong(Certificate::value)
                .max()
                .orElse(0);
        open.add(new Candidate(relaxation, name, closedForm));
    }

    private void solveOpen(double slice, double reserve) {
        open.sort(Comparator.comparingLong((Candidate candidate) -> -candidate.closedForm()));
        List<Candidate> unfinished = new ArrayList<>();
        for (Candidate candidate : open) {
            if (!hasTime(reserve)) {
                unfinished.add(candidate);
            } else if (!ends(candidate, Math.min(slice, engineRuns.secondsLeft() - reserve))) {
                unfinished.add(candidate);
            }
        }
        open = unfinished;
    }

    /** Returns whether the relaxation is solved: it cannot raise the bound any more. */
    private boolean ends(Candidate candidate, double seconds) {
        Optional<Schedule> hint = progress.best().map(Solution.Best::schedule).map(candidate.relaxation()::restrict);
        CpSatResult result = engineRuns.run(
                candidate.relaxation().problem(),
                hint,
                progress.certificate().value(),
                seconds,
                schedule -> {},
                bound -> raise(candidate, bound));
        if (result.outcome() == CpSatResult.Outcome.INFEASIBLE) {
            return true;
        }
        raise(candidate, result.lowerBound());
        return result.outcome() == CpSatResult.Outcome.OPTIMAL;
    }

    private void raise(Candidate candidate, long bound) {
        progress.raiseBound(engineRuns.certificate(
                bound, candidate.name(), candidate.relaxation().scope()));
    }
}
