package org.takt.solver.search;

import java.util.Optional;
import java.util.Random;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.Solution;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.improve.OrderGraph;
import org.takt.solver.improve.WindowProblem;
import org.takt.solver.improve.Windows;

/**
 * Large-neighbourhood search: has CP-SAT order the ops of one window of the best schedule after another anew, each worker
 * its own, until the time is spent. Its {@link WindowShapes} adapt. Says nothing about PEAK_MEMORY.
 */
final class WindowSearch {
    /** What schedules from here are named after. */
    static final String SOURCE = "window search";

    /** Less of CP-SAT's time shows that a window may be larger. */
    private static final double FAST = 0.1;

    /** What building and presolving a window takes for each of its ops, in CP-SAT's seconds, which do not count it. */
    private static final double SECONDS_PER_OP = 2e-4;

    /** Windows in a row that no better schedule can come from, before the search gives up. */
    private static final int MOST_FUTILE = 300;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Random random;
    private final WindowShapes shapes;
    private Optional<Current> current = Optional.empty();
    private int futile;

    WindowSearch(Problem problem, Progress progress, EngineRuns engineRuns, int seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.random = new Random(seed);
        this.shapes = new WindowShapes(problem.devices().size(), problem.ops().size());
    }

    /** The schedule that windows are cut from. */
    private record Current(Schedule schedule, OrderGraph graph, Windows windows) {}

    private record Task(WindowShapes.Shape shape, WindowProblem window) {}

    /** Spends some seconds at most, and fewer if there is nothing left to do. */
    void spend(double seconds) {
        if (problem.objective() instanceof Objective.PeakMemory
                || progress.best().isEmpty()) {
            return;
        }
        double reserve = engineRuns.secondsLeft() - seconds;
        Workers.runOnEach(engineRuns.workers(), () -> search(reserve));
    }

    private void search(double reserve) {
        while (!progress.isDone() && engineRuns.secondsLeft() > reserve && !isExhausted()) {
            next().ifPresent(task -> solve(task, Math.min(task.shape().slice(), engineRuns.secondsLeft() - reserve)));
        }
    }

    private synchronized boolean isExhausted() {
        return futile > MOST_FUTILE;
    }

    private synchronized Optional<Task> next() {
        Schedule best = progress.best().orElseThrow().schedule();
        if (current.isEmpty() || !current.get().schedule().equals(best)) {
            OrderGraph graph = new OrderGraph(problem, best);
            current = Optional.of(new Current(best, graph, new Windows(graph, random)));
            futile = 0;
        }
        WindowShapes.Shape shape = shapes.draw(random);
        Optional<WindowProblem> window = current.get().windows().next(shape.devices(), shape.ops());
        futile = window.isPresent() ? 0 : futile + 1;
        return window.map(problemOfWindow -> new Task(shape, problemOfWindow));
    }

    private void solve(Task task, double seconds) {
        WindowProblem window = task.window();
        double left = engineRuns.secondsLeft();
        CpSatResult result = engineRuns.run(
                window.problem(),
                Optional.of(window.current()),
                window.lowerBound(),
                1,
                seconds,
                schedule -> {},
                bound -> {});
        engineRuns.charge(SECONDS_PER_OP * window.problem().ops().size());
        long gain = result.schedule()
                .filter(found -> found.start(found.size() - 1) < window.currentValue())
                .map(found -> accept(window, found))
                .orElse(0L);
        note(task.shape(), gain, result, left - engineRuns.secondsLeft());
    }

    /** Another worker may have changed the schedule meanwhile; then the new order is tried in that one. Returns by how much that is better. */
    private synchronized long accept(WindowProblem window, Schedule found) {
        Schedule best = progress.best().map(Solution.Best::schedule).orElseThrow();
        long before = progress.leastValue();
        if (new Timing(problem).earliest(window.apply(found, best)) instanceof TimingResult.Timed timed) {
            progress.offerOrders(timed.schedule(), SOURCE);
        }
        return before - progress.leastValue();
    }

    private synchronized void note(WindowShapes.Shape shape, long gain, CpSatResult result, double seconds) {
        boolean isSolved = result.outcome() == CpSatResult.Outcome.OPTIMAL;
        shapes.adapt(shape, isSolved, result.deterministicTime() < FAST);
        shapes.credit(shape, gain, seconds);
    }
}
