package org.takt.model.packing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.takt.model.instance.CostCurve;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segment;

/**
 * DynaPipe's micro-batches (arXiv 2311.10418, §4): sequences ordered by length are split into runs, each padded to its
 * longest, so that Σ t + (stages − 1)·max t is least, where t is a micro-batch's time on a stage: the makespan of 1F1B if all
 * stages take the same and nothing waits.
 *
 * <p>Exact: for every ceiling on t that a run can have, a dynamic programme finds the least sum over runs below it; ceilings
 * ascend until even the least sum of all cannot make up for them. O(n²) for each ceiling, of which there are up to n²/2; the
 * paper samples them, and so does this beyond {@link #MOST_CEILINGS}, after which the result is the best of those sampled.
 */
public final class DynaPipePacking implements PackingStrategy {
    /** The most ceilings that are looked at. */
    static final int MOST_CEILINGS = 2000;

    private final CostCurve cost;
    private final int stages;
    private final long budget;

    /**
     * @param cost of a forward and backward on a stage
     * @param stages of the pipeline, at least 1
     * @param budget the most tokens of a micro-batch, padding included: what its memory allows
     */
    public DynaPipePacking(CostCurve cost, int stages, long budget) {
        this.cost = cost;
        this.stages = stages;
        this.budget = budget;
    }

    @Override
    public String name() {
        return "DynaPipe";
    }

    @Override
    public String objective() {
        return "Least sum of the micro-batches' times on a stage plus " + (stages - 1)
                + " times the largest, where each is a run of the sequences by length, padded to its longest, of at most "
                + budget + " tokens.";
    }

    @Override
    public List<PackedMicroBatch> pack(List<Long> lengths) {
        new PackingRules(name())
                .lengths(lengths)
                .range("/budget", budget, MicroBatch.MAX_TOKENS)
                .range("/stages", stages, Integer.MAX_VALUE)
                .budgetHolds(budget, lengths)
                .check();
        List<Integer> order = PackingRules.shortestFirst(lengths);
        Runs runs = new Runs(order.stream().map(lengths::get).toList());
        List<PackedMicroBatch> microBatches = new ArrayList<>();
        List<Integer> begins = runs.best();
        for (int end = order.size(); end > 0; end = begins.get(end)) {
            microBatches.add(PackedMicroBatch.padded(order.subList(begins.get(end), end), lengths));
        }
        Collections.reverse(microBatches);
        return microBatches;
    }

    /** All runs of the ordered sequences. */
    private final class Runs {
        private final List<Long> ordered;

        Runs(List<Long> ordered) {
            this.ordered = ordered;
        }

        /** Returns where the run that ends before each sequence begins, in the best split. */
        List<Integer> best() {
            List<BigInteger> ceilings = ceilings();
            BigInteger highest = ceilings.get(ceilings.size() - 1);
            Split loosest = split(highest);
            BigInteger least = loosest.sum().add(fill(highest));
            List<Integer> begins = loosest.begins();
            int step = (ceilings.size() + MOST_CEILINGS - 1) / MOST_CEILINGS;
            for (int index = 0; index < ceilings.size(); index += step) {
                BigInteger ceiling = ceilings.get(index);
                if (loosest.sum().add(fill(ceiling)).compareTo(least) >= 0) {
                    break;
                }
                Split split = split(ceiling);
                BigInteger value = split.sum().add(fill(ceiling));
                if (value.compareTo(least) < 0) {
                    least = value;
                    begins = split.begins();
                }
            }
            return begins;
        }

        private BigInteger fill(BigInteger largest) {
            return largest.multiply(BigInteger.valueOf(stages - 1L));
        }

        /** Returns the times that runs can have, ascending, from the least that any split's largest has. */
        private List<BigInteger> ceilings() {
            BigInteger longestAlone = time(ordered.size() - 1, ordered.size());
            TreeSet<BigInteger> times = new TreeSet<>();
            for (int begin = 0; begin < ordered.size(); begin++) {
                for (int end = begin + 1; end <= ordered.size() && fits(begin, end); end++) {
                    times.add(time(begin, end));
                }
            }
            return List.copyOf(times.tailSet(longestAlone));
        }

        private boolean fits(int begin, int end) {
            return (end - begin) * ordered.get(end - 1) <= budget;
        }

        private BigInteger time(int begin, int end) {
            long length = ordered.get(end - 1);
            long count = (long) end - begin;
            return cost.parts(new Segment(count * length, count * length * length));
        }

        /** Splits under a ceiling that the longest sequence alone keeps, and with it every sequence alone. */
        private Split split(BigInteger ceiling) {
            BigInteger[] sums = new BigInteger[ordered.size() + 1];
            int[] begins = new int[ordered.size() + 1];
            sums[0] = BigInteger.ZERO;
            for (int end = 1; end <= ordered.size(); end++) {
                begins[end] = end - 1;
                sums[end] = sums[end - 1].add(time(end - 1, end));
                for (int begin = end - 2; begin >= 0 && fits(begin, end); begin--) {
                    BigInteger time = time(begin, end);
                    if (time.compareTo(ceiling) > 0) {
                        break;
                    }
                    BigInteger sum = sums[begin].add(time);
                    if (sum.compareTo(sums[end]) < 0) {
                        sums[end] = sum;
                        begins[end] = begin;
                    }
                }
            }
            return new Split(sums[ordered.size()], Arrays.stream(begins).boxed().toList());
        }
    }

    private record Split(BigInteger sum, List<Integer> begins) {}
}
