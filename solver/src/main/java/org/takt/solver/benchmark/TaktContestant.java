package org.takt.solver.benchmark;

import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;

/** Takt itself, as {@link Takt#solve(Instance, SolveOptions, SolveListener)} has it. */
public final class TaktContestant implements Contestant {
    /** Its name in records. */
    public static final String NAME = "takt";

    private final Solver solver;

    /** What finds schedules and proves bounds. */
    @FunctionalInterface
    public interface Solver {
        /** Does what {@link Takt#solve(Instance, SolveOptions, SolveListener)} says. */
        Solution solve(Instance instance, SolveOptions options, SolveListener listener);
    }

    /** Creates a contestant that works with the given solver, {@code Takt::solve} but in tests. */
    public TaktContestant(Solver solver) {
        this.solver = solver;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean dependsOnSeed() {
        return true;
    }

    @Override
    public Answer solve(Instance instance, SolveOptions options, History history) {
        Solution solution = solver.solve(instance, options, history);
        solution.best()
                .ifPresent(best ->
                        history.onIncumbent(solution.elapsed(), best.report().value(), best.source()));
        history.onBound(solution.elapsed(), solution.certificate());
        return new Answer(
                RecordStatus.of(solution.status()),
                solution.best().map(best -> best.report().value()),
                solution.best().map(Solution.Best::source),
                solution.best().map(Solution.Best::schedule),
                Optional.of(ProvedBound.of(instance.objective(), solution.certificate())),
                solution.infeasibility());
    }
}
