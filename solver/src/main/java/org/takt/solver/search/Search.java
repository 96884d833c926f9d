package org.takt.solver.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Problem;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.LowerBound;
import org.takt.solver.bound.MeetingOrderBound;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * The strategy, in the order of what a second of it yields: one schedule at once, closed-form bounds, candidates; then
 * in turns what raises the bound and what improves the schedule; the exact model with all threads and the time left.
 * Small problems begin with the exact model, which may prove them before anything else pays. Ends as soon as the asked
 * gap is reached.
 */
public final class Search {
    /** Beyond so many ops the exact model finds and proves little within minutes, and its presolve outlasts limits by seconds (measured on two cores). */
    private static final int LARGE = 1200;

    /** Up to so many ops the exact model is likely to prove its optimum within seconds. */
    private static final int SMALL = 400;

    /** Share of the time for a first search for an order of unequal micro-batches, which finds most within seconds. */
    private static final double ORDERS = 0.05;

    /** Share of the time for schedules of other kinds than the candidates. */
    private static final double EXPLORING = 0.15;

    /** Share of the time for finding out which relaxations bound best. */
    private static final double RELAXING = 0.35;

    /** The same where another thread looks at sums over rounds, which bound better of most problems that they apply to. */
    private static final double RELAXING_BESIDE_ROUNDS = 0.1;

    /** The same where micro-batches are unequal: relaxations of some devices seldom bound better than closed forms there. */
    private static final double RELAXING_UNEQUAL = 0.1;

    /** Share of the time of proofs that go on for long for orders of meetings at some stages. */
    private static final double MEETINGS = 0.9;

    /** Share of the time for sums over rounds of micro-batches, where others need it as well. */
    private static final double ROUNDS = 0.4;

    /** No first turn takes longer, in seconds, however much time there is: a gap that is reached soon should be reported soon. */
    private static final double LONGEST_FIRST_TURN = 30;

    private final Problem problem;
    private final String memoryUnit;
    private final SolveOptions options;
    private final ProblemAnalysis analysis;
    private final boolean isUnequal;
    private final Deadline deadline;
    private final Progress progress;
    private final EngineRuns engineRuns;

    /** Prepares a search; its clock starts here. */
    public Search(Problem problem, SolveOptions options, SolveListener listener) {
        this(problem, Infeasibility.UNITS, options, listener);
    }

    /**
     * Prepares a search; its clock starts here.
     *
     * @param memoryUnit what memory is counted in, for people
     */
    public Search(Problem problem, String memoryUnit, SolveOptions options, SolveListener listener) {
        this.problem = problem;
        this.memoryUnit = memoryUnit;
        this.options = options;
        this.deadline = new Deadline(options.timeLimit(), options.cancelToken());
        this.analysis = new ProblemAnalysis(problem);
        this.isUnequal = OrderSearch.appliesTo(analysis);
        this.progress = new Progress(problem, options, listener, deadline);
        this.engineRuns = new EngineRuns(options, deadline, progress::isDone);
    }

    /** Searches until the gap is reached or a limit or stop comes, and returns the best schedule and bound. */
    public Solution run() {
        Optional<Infeasibility> infeasibility = Infeasibility.inClosedForm(analysis, memoryUnit);
        if (infeasibility.isEmpty()) {
            begin();
            raise(ClosedFormBounds.slowest(progress::isDone));
            infeasibility = searchInTurns();
        }
        return solution(infeasibility);
    }

    /** Improves schedules only, until the limit or a stop comes, and returns the best. */
    Solution improveOnly() {
        begin();
        Incumbents incumbents = incumbents();
        incumbents.explore(engineRuns.secondsLeft() * 0.2);
        incumbents.refine(engineRuns.secondsLeft());
        return solution(Optional.empty());
    }

    private Solution solution(Optional<Infeasibility> infeasibility) {
        return new Solution(
                status(infeasibility),
                problem,
                progress.best(),
                infeasibility.map(Infeasibility::certificate).orElseGet(progress::certificate),
                infeasibility.map(Infeasibility::reason),
                deadline.elapsed());
    }

    private void begin() {
        Candidates candidates = new Candidates(problem, progress);
        ClosedFormBounds.linear().forEach(bound -> progress.raiseBound(bound.compute(analysis)));
        if (!options.cancelToken().isCancelled()) {
            candidates.offerFirst();
        }
        raise(ClosedFormBounds.slower());
        candidates.offerAll();
        progress.beginEngines();
    }

    private void raise(List<LowerBound> bounds) {
        for (LowerBound bound : bounds) {
            if (!progress.isDone()) {
                progress.raiseBound(bound.compute(analysis));
            }
        }
    }

    private Incumbents incumbents() {
        return new Incumbents(analysis, progress, engineRuns, options);
    }

    /**
     * Computes bounds only, cheapest first, until the time limit.
     *
     * @return the bounds in the order in which they were proved, all closed forms first; where these prove that there is no
     *     schedule, that alone
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
        Optional<Infeasibility> infeasibility = Infeasibility.inClosedForm(search.analysis, search.memoryUnit);
        if (infeasibility.isPresent()) {
            return List.of(infeasibility.get().certificate());
        }
        List<Certificate> closedForms = ClosedFormBounds.certificates(search.analysis);
        closedForms.forEach(search.progress::raiseBound);
        new Candidates(problem, search.progress).offerAll();
        search.progress.beginEngines();
        search.raiseBounds();
        List<Certificate> all = new ArrayList<>(closedForms);
        raised.removeAll(closedForms);
        all.addAll(raised);
        return all;
    }

    private void raiseBounds() {
        Relaxations relaxations = new Relaxations(analysis, progress, engineRuns);
        MeetingSearch meetings = new MeetingSearch(analysis, progress, engineRuns);
        RoundSearch rounds = new RoundSearch(analysis, progress, engineRuns);
        Runnable ofDevices = () -> {
            relaxations.begin(engineRuns.secondsLeft() / 2);
            relaxations.spend(engineRuns.secondsLeft());
        };
        if (options.workers() == 1) {
            proveRounds(meetings, rounds, ROUNDS);
            ofDevices.run();
        } else {
            Workers.runAll(List.of(() -> engineRuns.onOwnThread(() -> proveRounds(meetings, rounds, 1)), ofDevices));
        }
    }

    private Optional<Infeasibility> searchInTurns() {
        if (progress.isDone()) {
            return Optional.empty();
        }
        ExactModel exactModel = new ExactModel(problem, progress, engineRuns);
        double seconds = engineRuns.secondsLeft();
        Incumbents incumbents = incumbents();
        firstTurn(ORDERS, incumbents::searchOrders);
        boolean isFirstLook = problem.ops().size() <= SMALL || progress.best().isEmpty();
        if (isFirstLook
                && !progress.isDone()
                && exactModel.provesInfeasible(seconds * (progress.best().isEmpty() ? 0.5 : 0.2))) {
            return Optional.of(Infeasibility.ofExactModel(problem, memoryUnit, engineRuns));
        }
        firstTurn(EXPLORING, incumbents::explore);
        return progress.isDone() ? Optional.empty() : closeTheGap(incumbents, exactModel);
    }

    /** Raises the bound and improves the schedule in turns; then the exact model has what time is left. */
    private Optional<Infeasibility> closeTheGap(Incumbents incumbents, ExactModel exactModel) {
        Relaxations relaxations = new Relaxations(analysis, progress, engineRuns);
        WholeProblem whole = new WholeProblem(analysis, progress, engineRuns);
        MeetingSearch meetings = new MeetingSearch(analysis, progress, engineRuns);
        RoundSearch rounds = new RoundSearch(analysis, progress, engineRuns);
        if (options.workers() == 1) {
            proveRounds(meetings, rounds, ROUNDS);
            proveWhole(whole, 0.5);
            alternate(incumbents, relaxations, relaxing(meetings.applies(), false), isLarge() ? 1 : 0.8);
        } else {
            double share = isLarge() || whole.isSmallEnough() ? 1 : 0.8;
            double relaxing = relaxing(meetings.applies(), rounds.appliesTo(engineRuns.secondsLeft()));
            Runnable proofs = () -> {
                proveRounds(meetings, rounds, whole.isSmallEnough() ? ROUNDS : 1);
                proveWhole(whole, 1);
            };
            Workers.runAll(List.of(
                    () -> engineRuns.onOwnThread(proofs), () -> alternate(incumbents, relaxations, relaxing, share)));
        }
        if (!isLarge()
                && !progress.isDone()
                && engineRuns.secondsLeft() > 0
                && exactModel.provesInfeasible(engineRuns.secondsLeft())) {
            return Optional.of(Infeasibility.ofExactModel(problem, memoryUnit, engineRuns));
        }
        return Optional.empty();
    }

    /** Spends a share of the time left on how micro-batches delay each other where memory is scarce, on one thread. */
    private void proveRounds(MeetingSearch meetings, RoundSearch rounds, double share) {
        turn(share, seconds -> {
            double reserve = engineRuns.secondsLeft() - seconds;
            meetings.spend(seconds * MEETINGS);
            rounds.spend(engineRuns.secondsLeft() - reserve);
        });
    }

    /** Spends a share of the time left on the whole problem, on one thread. */
    private void proveWhole(WholeProblem whole, double share) {
        if (whole.isSmallEnough()) {
            turn(share, whole::spend);
        }
    }

    /** Whether the exact model would find little in the time left; of unequal micro-batches, whose order is open, even with fewer ops. */
    private boolean isLarge() {
        return problem.ops().size() > (isUnequal ? SMALL : LARGE);
    }

    /** Spends a share of the time left on schedules and bounds in turns. */
    private void alternate(Incumbents incumbents, Relaxations relaxations, double relaxing, double share) {
        double reserve = engineRuns.secondsLeft() * (1 - share);
        firstTurn(relaxing, relaxations::begin);
        double left = engineRuns.secondsLeft();
        if (!progress.isDone() && left > reserve) {
            new Turns(progress, engineRuns, incumbents::refine, seconds -> relax(relaxations, seconds))
                    .spend((left - reserve) / left);
        }
    }

    /**
     * Spends some seconds at most on relaxations, unless orders of meetings bound most: relaxations raised none of the 94 bounds of that kind that
     * a minute each gave for little memory and unequal stages.
     */
    private void relax(Relaxations relaxations, double seconds) {
        if (!progress.certificate().bound().equals(MeetingOrderBound.NAME)) {
            relaxations.spend(seconds);
        }
    }

    /** Returns the share of the time for a first look at relaxations: none where they can wait for what orders of meetings bound. */
    private double relaxing(boolean besideMeetings, boolean besideRounds) {
        if (besideMeetings) {
            return 0;
        }
        if (isUnequal) {
            return RELAXING_UNEQUAL;
        }
        return besideRounds ? RELAXING_BESIDE_ROUNDS : RELAXING;
    }

    /** Gives an activity its first turn, as {@link #turn} but never a long one. */
    private void firstTurn(double share, DoubleConsumer activity) {
        turn(share, seconds -> activity.accept(Math.min(seconds, LONGEST_FIRST_TURN)));
    }

    /** Gives an activity a share of the time that is left, unless there is nothing to do any more. */
    private void turn(double share, DoubleConsumer activity) {
        if (!progress.isDone()) {
            activity.accept(engineRuns.secondsLeft() * share);
        }
    }

    private Status status(Optional<Infeasibility> infeasibility) {
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
