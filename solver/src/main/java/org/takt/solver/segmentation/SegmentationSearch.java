package org.takt.solver.segmentation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Decides how micro-batches are cut: solves the instance under each of several cuts, the one with the least bound in closed
 * form first, and leaves out those whose bound shows that they cannot beat the best schedule so far by more than the gap.
 * All micro-batches of one sequence get the same cut.
 */
public final class SegmentationSearch {
    /**
     * The best cut and what is known of all of them.
     *
     * @param segmentation the best cut
     * @param instance the instance cut so
     * @param solution its solution, with a schedule; its certificate holds for this cut only
     * @param lowerBound no schedule of any of the cuts has a smaller objective
     * @param solved how many cuts were solved
     * @param leftOut how many were left out, by their bound or for lack of time
     */
    public record Result(
            Segmentation segmentation,
            Instance instance,
            Solution solution,
            long lowerBound,
            int solved,
            int leftOut) {}

    private record Choice(Segmentation segmentation, Instance instance, long bound) {}

    private final SolveOptions options;
    private final long begin = System.nanoTime();
    private Optional<Choice> best = Optional.empty();
    private Optional<Solution> bestSolution = Optional.empty();

    private SegmentationSearch(SolveOptions options) {
        this.options = options;
    }

    /**
     * Finds the best of the cuts. Every cut not left out gets an equal share of the time that is left.
     *
     * @param choices the cuts, at least one
     * @return the best, or nothing if no schedule was found under any cut
     * @throws org.takt.model.instance.InvalidInstanceException if a cut does not fit a micro-batch
     */
    public static Optional<Result> solve(Instance instance, List<Segmentation> choices, SolveOptions options) {
        return new SegmentationSearch(options).run(instance, choices);
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

    private Optional<Result> run(Instance instance, List<Segmentation> choices) {
        List<Choice> ordered = choices.stream()
                .map(segmentation -> choice(cut(instance, segmentation), segmentation))
                .sorted(Comparator.comparingLong(Choice::bound))
                .toList();
        long lowerBound = Long.MAX_VALUE;
        int solved = 0;
        for (int index = 0; index < ordered.size(); index++) {
            Choice choice = ordered.get(index);
            long bound = choice.bound();
            if (!isHopeless(choice)) {
                Duration share = share(ordered.size() - index);
                if (!share.isZero() && !options.cancelToken().isCancelled()) {
                    Solution solution = Takt.solve(choice.instance(), options.withTimeLimit(share));
                    solved++;
                    bound = solution.status() == Status.INFEASIBLE
                            ? Long.MAX_VALUE
                            : Math.max(bound, solution.certificate().value());
                    keepIfBetter(choice, solution);
                }
            }
            lowerBound = Math.min(lowerBound, bound);
        }
        return result(lowerBound, solved, ordered.size());
    }

    private static Choice choice(Instance instance, Segmentation segmentation) {
        long bound = ClosedFormBounds.certificates(new ProblemAnalysis(Expander.expand(instance))).stream()
                .mapToLong(Certificate::value)
                .max()
                .orElse(0);
        return new Choice(segmentation, instance, bound);
    }

    private boolean isHopeless(Choice choice) {
        return bestSolution
                .map(solution -> Solution.relativeGap(value(solution), choice.bound()) <= options.gap())
                .orElse(false);
    }

    private Duration share(int choicesLeft) {
        Duration left = options.timeLimit().minusNanos(System.nanoTime() - begin);
        return left.isNegative() ? Duration.ZERO : left.dividedBy(choicesLeft);
    }

    private void keepIfBetter(Choice choice, Solution solution) {
        boolean better = solution.best().isPresent()
                && bestSolution.map(known -> value(solution) < value(known)).orElse(true);
        if (better) {
            best = Optional.of(choice);
            bestSolution = Optional.of(solution);
        }
    }

    private static long value(Solution solution) {
        return solution.best().orElseThrow().report().value();
    }

    private Optional<Result> result(long lowerBound, int solved, int choices) {
        return best.map(choice -> new Result(
                choice.segmentation(),
                choice.instance(),
                bestSolution.orElseThrow(),
                Math.min(lowerBound, value(bestSolution.orElseThrow())),
                solved,
                choices - solved));
    }
}
