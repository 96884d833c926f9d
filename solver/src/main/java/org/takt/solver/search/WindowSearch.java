package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
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
 * its own, until the time is spent. How many ops a window has adapts, for each number of devices, to what a run can
 * solve. Says nothing about PEAK_MEMORY.
 */
final class WindowSearch {
    /** What schedules from here are named after. */
    static final String SOURCE = "window search";

    /** Most seconds for one window. */
    private static final double SLICE = 2;

    private static final double FIRST_OPS = 150;
    private static final double FEWEST_OPS = 20;

    /** How windows grow after a run that took less than {@link #SHORT} of CP-SAT's time, and after a longer one. */
    private static final double FAST_GROWTH = 1.3;

    private static final double GROWTH = 1.05;
    private static final double SHORT = 0.1;
    private static final double SHRINKAGE = 0.8;

    /** What building and presolving a window takes for each of its ops, in CP-SAT's seconds, which do not count it. */
    private static final double SECONDS_PER_OP = 2e-4;

    /** Windows in a row that no better schedule can come from, before the search gives up. */
    private static final int MOST_FUTILE = 300;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Random random;
    private final List<Shape> shapes = new ArrayList<>();
    private Optional<Current> current = Optional.empty();
    private int futile;

    WindowSearch(Problem problem, Progress progress, EngineRuns engineRuns, int seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.random = new Random(seed);
        for (int devices = problem.devices().size(); devices >= 2; devices /= 2) {
            shapes.add(new Shape(devices));
        }
        if (shapes.isEmpty()) {
            shapes.add(new Shape(1));
        }
    }

    /** How many devices and ops a window has. */
    private static final class Shape {
        final int devices;
        double ops = FIRST_OPS;

        Shape(int devices) {
            this.devices = devices;
        }
    }

    /** The schedule that windows are cut from. */
    private record Current(Schedule schedule, OrderGraph graph, Windows windows) {}

    private record Task(Shape shape, WindowProblem window) {}

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
            next().ifPresent(task -> solve(task, Math.min(SLICE, engineRuns.secondsLeft() - reserve)));
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
        Shape shape = shapes.get(random.nextInt(shapes.size()));
        Optional<WindowProblem> window = current.get().windows().next(shape.devices, (int) shape.ops);
        futile = window.isPresent() ? 0 : futile + 1;
        return window.map(problemOfWindow -> new Task(shape, problemOfWindow));
    }

    private void solve(Task task, double seconds) {
        WindowProblem window = task.window();
        CpSatResult result = engineRuns.run(
                window.problem(),
                Optional.of(window.current()),
                window.lowerBound(),
                1,
                seconds,
                schedule -> {},
                bound -> {});
        engineRuns.charge(SECONDS_PER_OP * window.problem().ops().size());
        adapt(task.shape(), result);
        result.schedule()
                .filter(found -> found.start(found.size() - 1) < window.currentValue())
                .ifPresent(found -> accept(window, found));
    }

    private synchronized void adapt(Shape shape, CpSatResult result) {
        boolean isSolved = result.outcome() == CpSatResult.Outcome.OPTIMAL;
        double growth = result.deterministicTime() < SHORT ? FAST_GROWTH : GROWTH;
        double ops = shape.ops * (isSolved ? growth : SHRINKAGE);
        shape.ops =
                Math.max(FEWEST_OPS, Math.min(ops, FAST_GROWTH * problem.ops().size()));
    }

    /** Another worker may have changed the schedule meanwhile; then the new order is tried in that one. */
    private synchronized void accept(WindowProblem window, Schedule found) {
        Schedule best = progress.best().map(Solution.Best::schedule).orElseThrow();
        if (new Timing(problem).earliest(window.apply(found, best)) instanceof TimingResult.Timed timed) {
            progress.offerOrders(timed.schedule(), SOURCE);
        }
    }
}
