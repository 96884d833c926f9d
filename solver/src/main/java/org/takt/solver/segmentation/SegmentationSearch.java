package org.takt.solver.segmentation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segment;
import org.takt.model.instance.Segmentation;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;

/**
 * Decides how micro-batches are cut: solves the instance under each of several cuts, and under one that the best of them
 * comes to by a local search. All micro-batches of one sequence get the same cut.
 *
 * <p>Half of the time goes to a first solve of each cut, the one with the least bound in closed form first. Then, where all
 * these micro-batches are equally long, the cut points of the best cut are moved one at a time, in multiples of its
 * granularity, as long as that improves {@link org.takt.solver.Takt#estimate}; what that comes to joins the cuts. So the
 * result is never worse than the best of the given cuts, and its bound holds for these and the one added, not for every
 * cut that there is. After that the cut with the least bound, which is what nothing can go below, is solved again and again, with at least twice its time and
 * another seed. A cut is left alone, and its solve stopped, as soon as its bound shows that it cannot beat the best schedule
 * of all by more than the gap; the search ends when that holds for all. As shares of the time depend on the clock, another
 * run may end with another schedule, with one worker too.
 */
public final class SegmentationSearch {
    /** Solves an instance that is cut; {@code Takt::solve}, or what stands for it. */
    @FunctionalInterface
    public interface Solver {
        /** Does what {@link org.takt.solver.Takt#solve(Instance, SolveOptions, SolveListener)} does. */
        Solution solve(Instance instance, SolveOptions options, SolveListener listener);
    }

    /**
     * The best cut and what is known of all of them.
     *
     * @param segmentation the cut with the best schedule; without any schedule the one with the least bound
     * @param instance the instance cut so
     * @param solution its solution; the certificate holds for this cut only
     * @param overall the answer for all cuts: status, best schedule, time, and the certificate of the cut with the least
     *     bound, below which no schedule of any of the cuts is, the one added among them
     * @param lowest the cut with the least bound
     * @param solved how many cuts were solved, or found a schedule for
     * @param leftOut how many were left out, by their bound or for lack of time
     */
    public record Result(
            Segmentation segmentation,
            Instance instance,
            Solution solution,
            Solution overall,
            Segmentation lowest,
            int solved,
            int leftOut) {}

    private final SolveOptions options;
    private final SolveListener listener;
    private final Solver solver;
    private final long begin = System.nanoTime();
    private final List<CutTrial> trials;
    private long best = Long.MAX_VALUE;
    private long told = Long.MAX_VALUE;
    private long bound;
    private boolean haveMoved;

    private SegmentationSearch(
            Collection<CutTrial> trials, SolveOptions options, SolveListener listener, Solver solver) {
        this.trials = new ArrayList<>(trials);
        this.options = options;
        this.listener = listener;
        this.solver = solver;
    }

    /**
     * Finds the best of the cuts.
     *
     * @param choices the cuts, at least one
     * @param listener hears of schedules better than those of all cuts so far, and of bounds that hold for all cuts known by
     *     then
     * @throws org.takt.model.instance.InvalidInstanceException if a cut does not fit a micro-batch
     */
    public static Result solve(
            Instance instance,
            List<Segmentation> choices,
            SolveOptions options,
            SolveListener listener,
            Solver solver) {
        return new SegmentationSearch(different(instance, choices), options, listener, solver).run();
    }

    /** Returns the instance with every micro-batch of one sequence cut so. */
    public static Instance cut(Instance instance, Segmentation segmentation) {
        List<MicroBatch> microBatches = new ArrayList<>();
        for (MicroBatch microBatch : instance.microBatches()) {
            microBatches.add(
                    microBatch.sequences().size() == 1 ? microBatch.withSegmentation(segmentation) : microBatch);
        }
        return instance.withMicroBatches(microBatches);
    }

    /** Returns a trial of each cut but those that come to the same segments as an earlier one. */
    private static Collection<CutTrial> different(Instance instance, List<Segmentation> choices) {
        Map<List<List<Segment>>, CutTrial> trials = new LinkedHashMap<>();
        for (Segmentation segmentation : choices) {
            Instance cut = cut(instance, segmentation);
            List<List<Segment>> segments = cut.microBatches().stream()
                    .map(microBatch -> microBatch.segments(cut.cost()))
                    .toList();
            trials.putIfAbsent(segments, new CutTrial(segmentation, cut));
        }
        return trials.values();
    }

    private Result run() {
        trials.stream().takeWhile(trial -> !isOver()).forEach(CutTrial::bound);
        trials.sort(Comparator.comparingLong(trial -> trial.certificate().value()));
        tellBound();
        solveWhile(open -> open.stream().anyMatch(trial -> trial.attempts() == 0));
        if (trials.stream().noneMatch(CutTrial::isLookedAt)) {
            estimate(lowest());
        }
        moveCutPoints();
        solveWhile(open -> !open.isEmpty());
        return result();
    }

    private void solveWhile(Predicate<List<CutTrial>> isToGoOn) {
        List<CutTrial> open = open();
        while (isToGoOn.test(open) && !isOver()) {
            CutTrial next = next(open);
            attempt(next, limit(next, open));
            open = open();
        }
    }

    private boolean isOver() {
        return left().isZero() || options.cancelToken().isCancelled();
    }

    /** Adds the cut that the best one comes to, if any is estimated better. */
    private void moveCutPoints() {
        haveMoved = true;
        Duration reserve = left().dividedBy(2);
        BooleanSupplier isStopped = () -> isOver() || left().compareTo(reserve) < 0;
        CutTrial start = chosen();
        if (start.value() == Long.MAX_VALUE || isStopped.getAsBoolean()) {
            return;
        }
        new CutPoints(start.instance(), isStopped)
                .improve(start.segmentation())
                .map(moved -> new CutTrial(moved, cut(start.instance(), moved)))
                .ifPresent(this::add);
    }

    private void add(CutTrial trial) {
        trials.add(trial);
        estimate(trial);
    }

    private void estimate(CutTrial trial) {
        trial.estimate();
        trial.solution()
                .flatMap(Solution::best)
                .ifPresent(found -> tell(trial, found.report().value(), found.source()));
        best = Math.min(best, trial.value());
    }

    /** Returns the cuts that may still have a schedule better than the best by more than the gap, the least bound first. */
    private List<CutTrial> open() {
        return trials.stream()
                .filter(trial -> trial.infeasibility().isEmpty() && !isHopeless(trial) && !trial.isExhausted())
                .sorted(Comparator.comparingLong(trial -> trial.certificate().value()))
                .toList();
    }

    private boolean isHopeless(CutTrial trial) {
        return best < Long.MAX_VALUE
                && Solution.relativeGap(best, trial.certificate().value()) <= options.gap();
    }

    private static CutTrial next(List<CutTrial> open) {
        return open.stream().filter(trial -> trial.attempts() == 0).findFirst().orElse(open.get(0));
    }

    /** Returns the time for the next solve of a cut: all that is left if there is nothing else to spend it on. */
    private Duration limit(CutTrial trial, List<CutTrial> open) {
        Duration left = left();
        if (open.size() == 1 && (trials.size() == 1 || haveMoved)) {
            return left;
        }
        if (trial.attempts() > 0) {
            Duration next = longer(left.dividedBy(open.size()), trial.longest().multipliedBy(2));
            return next.compareTo(left) < 0 ? next : left;
        }
        long untried = open.stream().filter(other -> other.attempts() == 0).count();
        Duration first = left.minus(options.timeLimit().dividedBy(2));
        return longer(first.dividedBy(untried), left.dividedBy(2L * open.size()));
    }

    private void attempt(CutTrial trial, Duration limit) {
        if (limit.isZero()) {
            return;
        }
        boolean isLast = limit.compareTo(left()) >= 0;
        CancelToken token = options.cancelToken().child();
        SolveOptions own = options.withTimeLimit(limit)
                .withSeed((options.seed() + trial.attempts()) & Integer.MAX_VALUE)
                .withCancelToken(token);
        Solution solution = solver.solve(trial.instance(), own, new Watch(trial, token));
        trial.take(solution, limit, isLast);
        best = Math.min(best, trial.value());
        tellBound();
    }

    private Duration left() {
        Duration left = options.timeLimit().minusNanos(System.nanoTime() - begin);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Passes on what concerns all cuts, and stops the solve of a cut that has become hopeless. */
    private final class Watch implements SolveListener {
        private final CutTrial trial;
        private final CancelToken token;

        private Watch(CutTrial trial, CancelToken token) {
            this.trial = trial;
            this.token = token;
        }

        @Override
        public void onIncumbent(Duration elapsed, long value, String source) {
            tell(trial, value, source);
        }

        @Override
        public void onBound(Duration elapsed, Certificate certificate) {
            trial.raise(certificate);
            tellBound();
            if (isHopeless(trial)) {
                token.cancel();
            }
        }
    }

    private void tell(CutTrial trial, long value, String source) {
        if (value < told) {
            told = value;
            listener.onIncumbent(elapsed(), value, source + " on " + CutText.of(trial.segmentation()));
        }
    }

    private void tellBound() {
        Certificate lowest = lowest().certificate();
        if (lowest.value() > bound) {
            bound = lowest.value();
            listener.onBound(elapsed(), lowest);
        }
    }

    /** Returns the cut with the least bound of those that may have a schedule; the first if none may. */
    private CutTrial lowest() {
        return trials.stream()
                .filter(trial -> trial.infeasibility().isEmpty())
                .min(Comparator.comparingLong(trial -> trial.certificate().value()))
                .orElse(trials.get(0));
    }

    /** Returns the cut with the best schedule; without any the one with the least bound. */
    private CutTrial chosen() {
        return trials.stream()
                .filter(trial -> trial.value() < Long.MAX_VALUE)
                .min(Comparator.comparingLong(CutTrial::value))
                .orElseGet(this::lowest);
    }

    private Result result() {
        CutTrial lowest = lowest();
        CutTrial chosen = chosen();
        Solution solution = chosen.solutionOrNone();
        Optional<String> infeasibility = infeasibility();
        Solution overall = new Solution(
                status(infeasibility, lowest.certificate()),
                solution.problem(),
                solution.best(),
                lowest.certificate(),
                infeasibility,
                elapsed());
        int solved = (int) trials.stream().filter(CutTrial::isLookedAt).count();
        return new Result(
                chosen.segmentation(),
                chosen.instance(),
                solution,
                overall,
                lowest.segmentation(),
                solved,
                trials.size() - solved);
    }

    /** Returns why there is no schedule under any cut, once that is proved of each. */
    private Optional<String> infeasibility() {
        if (trials.stream().anyMatch(trial -> trial.infeasibility().isEmpty())) {
            return Optional.empty();
        }
        CutTrial first = trials.get(0);
        String reason = first.infeasibility().orElseThrow();
        return Optional.of(
                trials.size() == 1
                        ? reason
                        : "It is proved of each of " + trials.size() + " cuts; of " + CutText.of(first.segmentation())
                                + ": " + reason);
    }

    private Status status(Optional<String> infeasibility, Certificate lowest) {
        if (infeasibility.isPresent()) {
            return Status.INFEASIBLE;
        }
        if (best == Long.MAX_VALUE) {
            return Status.UNKNOWN;
        }
        if (best <= lowest.value()) {
            return Status.OPTIMAL;
        }
        return Solution.relativeGap(best, lowest.value()) <= options.gap() ? Status.WITHIN_GAP : Status.FEASIBLE;
    }
}
