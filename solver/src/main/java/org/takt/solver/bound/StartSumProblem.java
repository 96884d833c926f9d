package org.takt.solver.bound;

import java.util.List;
import org.takt.model.problem.Problem;

/**
 * A problem of which not the objective but a sum of starts is to be bounded, in all its feasible schedules in which one op, the origin,
 * starts at 0.
 *
 * @param problem ops, resources, precedences and buffers; all ops mandatory with one mode
 * @param origin index of an op that all others with a weight follow
 * @param choices of each, all separations of at least one alternative hold
 * @param known sums and what they are at least, as follows from the rest
 * @param sum the sum to bound, at least 0 in every schedule, of weights that add up to 0
 */
public record StartSumProblem(Problem problem, int origin, List<Choice> choices, List<Known> known, StartSum sum) {
    public StartSumProblem {
        choices = List.copyOf(choices);
        known = List.copyOf(known);
    }

    /**
     * Several ways in which ops may follow each other.
     *
     * @param alternatives the separations of each
     */
    public record Choice(List<List<Separation>> alternatives) {}

    /**
     * A sum that is bounded already.
     *
     * @param sum the sum
     * @param atLeast ticks
     */
    public record Known(StartSum sum, long atLeast) {}

    /**
     * Returns what the sum is at most in a schedule within the horizon, in the problem's ticks.
     */
    public long largestSum() {
        long positive = sum.weights().values().stream()
                .filter(weight -> weight > 0)
                .mapToLong(Long::longValue)
                .sum();
        return Math.multiplyExact(positive, horizon());
    }

    /**
     * Returns a time that no start need exceed for a sum to be smallest: with the orders of ops, of takings and releases and the alternatives
     * of a schedule kept, some optimum has each op joined to the origin by separations that are tight, and each op lies on such a
     * path once at most.
     */
    public long horizon() {
        long[] longest = new long[problem.ops().size()];
        for (Choice choice : choices) {
            for (List<Separation> separations : choice.alternatives()) {
                for (Separation separation : separations) {
                    longest[separation.before()] = Math.max(longest[separation.before()], separation.ticks());
                }
            }
        }
        long horizon = problem.horizon();
        for (long ticks : longest) {
            horizon += ticks;
        }
        return horizon;
    }
}
