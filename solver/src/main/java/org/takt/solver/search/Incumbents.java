package org.takt.solver.search;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Improves the best schedule by everything but the exact model: random policies of the list scheduler, policies of stages that
 * evolve, look-ahead with several of them, steady states from modulo scheduling, beam searches over schedules and over orders of meetings, what a short batch's search
 * finds repeated over the long one, annealing, and windows of the best schedule; for unequal micro-batches also their order, where
 * the longest is passed, and shifts by which they pass each other.
 */
final class Incumbents {
    /** Smaller problems are left to windows, which improve more per second there. */
    private static final int ANNEALED = 2000;

    /** The short batch has this many rounds of as many micro-batches as there are devices. */
    private static final int SHORT_ROUNDS = 3;

    /** Share of a turn for the evolution of policies while it goes on and may catch up with the best schedule. */
    private static final double EVOLVING = 0.5;

    /** Share of a turn for wider beams over orders of meetings while they may catch up. */
    private static final double WIDENING = 0.25;

    /** Share of a turn for either otherwise. */
    private static final double EVOLVED = 0.04;

    /** Schedules so much longer than the best, as a factor, may evolve into better ones; where it is more, other kinds of schedules are better. */
    private static final double REACH = 1.01;

    /** Seconds per op that repeating a part of a schedule counts as; high enough that on most machines the count ends before the deadline. */
    private static final double REPEATING = 1e-4;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final SolveOptions options;
    private final PayingActivity restarts;
    private final EvolvingPolicies policies;
    private final ListRestarts evolution;
    private final PayingActivity lookAhead;
    private final PayingActivity steadyStates;
    private final PayingActivity beams;
    private final MeetingBeams meetings;
    private final LocalSearch localSearch;
    private final WindowSearch windows;
    private final Optional<OrderSearch> orderSearch;
    private final Optional<PassingSearch> passingSearch;
    private final Optional<ShiftSearch> shiftSearch;

    Incumbents(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns, SolveOptions options) {
        this.problem = analysis.problem();
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.options = options;
        this.policies = new EvolvingPolicies(problem);
        this.restarts = exploring(restarts(new RandomPolicies())::spend);
        this.evolution = restarts(policies);
        this.lookAhead = exploring(restarts(new PilotPolicies())::spend);
        this.steadyStates = exploring(new SteadyStates(problem, progress, engineRuns, options.seed())::spend);
        this.beams = exploring(new WideningBeams(problem, progress, engineRuns, options.seed())::spend);
        this.meetings = new MeetingBeams(analysis, progress, engineRuns);
        this.localSearch = new LocalSearch(problem, progress, engineRuns, options.seed());
        this.windows = new WindowSearch(problem, progress, engineRuns, options.seed());
        this.orderSearch = OrderSearch.appliesTo(analysis)
                ? Optional.of(new OrderSearch(problem, progress, engineRuns, options.seed()))
                : Optional.empty();
        this.passingSearch =
                orderSearch.map(applies -> new PassingSearch(problem, progress, engineRuns, options.seed()));
        this.shiftSearch = orderSearch.map(applies -> new ShiftSearch(problem, progress, engineRuns, options.seed()));
    }

    private ListRestarts restarts(RestartWay way) {
        return new ListRestarts(way, problem, progress, engineRuns, options.seed());
    }

    private PayingActivity exploring(DoubleConsumer activity) {
        return new PayingActivity(progress, activity);
    }

    /** Spends some seconds at most on the order of micro-batches, where they are unequal. */
    void searchOrders(double seconds) {
        orderSearch.ifPresent(search -> search.spend(seconds));
    }

    /** Spends some seconds at most on what finds schedules of other kinds than the best. */
    void explore(double seconds) {
        if (orderSearch.isPresent()) {
            orderSearch.get().spend(seconds / 8);
            passingSearch.orElseThrow().spend(5 * seconds / 8);
            shiftSearch.orElseThrow().spend(seconds / 4);
            return;
        }
        double reserve = engineRuns.secondsLeft() - seconds;
        restarts.spend(seconds / 16);
        evolution.spend(6 * seconds / 16);
        lookAhead.spend(seconds / 16);
        steadyStates.spend(2 * seconds / 16);
        beams.spend(seconds / 16);
        meetings.spend(2 * seconds / 16);
        if (!progress.isDone() && progress.best().isPresent()) {
            repeatShortBatch(engineRuns.secondsLeft() - reserve);
        }
    }

    /** Spends some seconds at most on improving the best schedule. */
    void refine(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        if (orderSearch.isPresent()) {
            orderSearch.get().spend(seconds / 16);
            passingSearch.orElseThrow().spend(11 * seconds / 16);
            shiftSearch.orElseThrow().spend(seconds / 16);
            localSearch.spend(seconds / 16);
        } else {
            evolution.spend(seconds * (mayEvolveFurther() ? EVOLVING : EVOLVED));
            meetings.spend(seconds * (mayReachBest(meetings.leastEnd()) ? WIDENING : EVOLVED));
            Stream.of(restarts, lookAhead, steadyStates, beams).forEach(explorer -> explorer.spendShare(seconds));
            if (problem.ops().size() > ANNEALED) {
                localSearch.spend(seconds / 10);
            }
        }
        windows.spend(engineRuns.secondsLeft() - reserve);
    }

    private boolean mayEvolveFurther() {
        return policies.areGettingBetter() && mayReachBest(policies.leastEnd());
    }

    private boolean mayReachBest(long end) {
        double reach = progress.best()
                .map(best -> REACH * best.schedule().lastEnd(problem.ops()))
                .orElse(Double.MAX_VALUE);
        return end <= reach;
    }

    private void repeatShortBatch(double seconds) {
        LongBatch longBatch = new LongBatch(problem);
        Optional<LongBatch.Shortened> shortened =
                longBatch.shortened(SHORT_ROUNDS * problem.devices().size());
        if (shortened.isEmpty()) {
            return;
        }
        double reserve = engineRuns.secondsLeft() - seconds;
        double until = (engineRuns.secondsLeft() + reserve) / 2;
        longBatch
                .repeatPart(
                        progress.best().orElseThrow().schedule(),
                        () -> progress.isDone() || engineRuns.secondsLeft() < until)
                .forEach(schedule -> progress.offerOrders(schedule, "repeated part of the best"));
        engineRuns.charge(REPEATING * problem.ops().size());
        solveShortBatch(shortened.get().problem(), engineRuns.secondsLeft() - reserve)
                .flatMap(schedule -> longBatch.prolong(shortened.get(), schedule))
                .ifPresent(schedule -> progress.offerOrders(schedule, "repeated part of a short batch"));
    }

    private Optional<Schedule> solveShortBatch(Problem shortBatch, double seconds) {
        double limit = Math.min(seconds, engineRuns.secondsLeft());
        if (limit <= 0 || progress.isDone()) {
            return Optional.empty();
        }
        Solution solution = new Search(
                        shortBatch,
                        options.withTimeLimit(Duration.ofNanos((long) (1e9 * limit * engineRuns.wallPerSecond()))),
                        SolveListener.NONE)
                .improveOnly();
        engineRuns.charge(limit);
        return solution.best().map(Solution.Best::schedule);
    }
}
