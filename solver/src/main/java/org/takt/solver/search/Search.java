package org.takt.solver.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.bound.Certificate;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * The strategy, in the order of what a second of it yields: closed-form bounds, candidates, relaxations side by side,
 * the exact model with all threads and the time left. Ends as soon as the asked gap is reached.
 */
public final class Search {
    /** Beyond so many ops the exact model finds and proves nothing within minutes (measured on two cores). */
    private static final int LARGE = 6000;

    private final Problem problem;
    private final ProblemAnalysis analysis;
    private final Deadline deadline;
    private final Progress progress;
    private final EngineRuns engineRuns;

    /** Prepares a search; its clock starts here. */
    public Search(Problem problem, SolveOptions options, SolveListener listener) {
        this.problem = problem;
        this.deadline = new Deadline(options.timeLimit(), options.cancelToken());
        this.analysis = new ProblemAnalysis(problem);
        this.progress = new Progress(problem, options, listener, deadline);
        this.engineRuns = new EngineRuns(options, deadline, progress::isDone);
    }

    /** Searches until the gap is reached or a limit or stop comes, and returns the best schedule and bound. */
    public Solution run() {
        Optional<String> infeasibility = Infeasibility.inClosedForm(analysis);
        if (infeasibility.isEmpty()) {
            ClosedFormBounds.certificates(analysis).forEach(progress::raiseBound);
            new Candidates(problem, progress).offerAll();
            progress.beginEngines();
            infeasibility = searchExactly();
        }
        return new Solution(
                status(infeasibility),
                problem,
                progress.best(),
                progress.certificate(),
                infeasibility,
                deadline.elapsed());
    }

    /**
     * Computes bounds only, cheapest first, until the time limit.
     *
     * @return the bounds in the order in which they were proved, all closed forms first
     */
    public static List<Certificate> bounds(Problem problem, SolveOptions options) {
        List<Certificate> raised = new ArrayList<>();
        SolveListener listener = new SolveListener() {
            @Override
            public void onBound(Duration elapsed, Certificate certificate) {
                raised.add(certificate);
            }
        };
        Search search = new Search(problem, options, listener);
        List<Certificate> closedForms = ClosedFormBounds.certificates(search.analysis);
        closedForms.forEach(search.progress::raiseBound);
        new Candidates(problem, search.progress).offerAll();
        search.progress.beginEngines();
        search.relax(search.engineRuns.secondsLeft());
        List<Certificate> all = new ArrayList<>(closedForms);
        raised.removeAll(closedForms);
        all.addAll(raised);
        return all;
    }

    private Optional<String> searchExactly() {
        ExactModel exactModel = new ExactModel(problem, progress, engineRuns);
        if (progress.best().isEmpty() && exactModel.provesInfeasible(engineRuns.secondsLeft() / 2)) {
            return Optional.of(Infeasibility.provedBySearch(problem));
        }
        boolean runsExactModel = problem.ops().size() <= LARGE;
        relax(engineRuns.secondsLeft() * (runsExactModel ? 0.5 : 1));
        boolean hasTime = !progress.isDone() && engineRuns.secondsLeft() > 0;
        if (runsExactModel && hasTime && exactModel.provesInfeasible(engineRuns.secondsLeft())) {
            return Optional.of(Infeasibility.provedBySearch(problem));
        }
        return Optional.empty();
    }

    private void relax(double seconds) {
        if (!progress.isDone()) {
            new Relaxations(analysis, progress, engineRuns).spend(seconds, seconds / 20);
        }
    }

    private Status status(Optional<String> infeasibility) {
        if (infeasibility.isPresent()) {
            return Status.INFEASIBLE;
        }
        if (progress.best().isEmpty()) {
            return Status.UNKNOWN;
        }
        if (progress.best().get().report().value() <= progress.certificate().value()) {
            return Status.OPTIMAL;
        }
        return progress.isGapReached() ? Status.WITHIN_GAP : Status.FEASIBLE;
    }
}
