package org.takt.model.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.instance.MicroBatch;

/**
 * Length groups after FlexSP's sequence bucketing (arXiv 2412.01523): sequences ordered by length are split into at most a
 * number of groups so that Σ (longest of the group − length) is least, by dynamic programming over the ends of groups. Each
 * group, the shortest first, then fills micro-batches of as many of its sequences as fit the budget at its longest. FlexSP
 * gives groups different degrees of sequence parallelism; here they only keep like with like.
 *
 * <p>Exact; O(groups · n²).
 */
public final class LengthGroups implements PackingStrategy {
    private final int groups;
    private final long budget;

    /**
     * @param groups the most groups, at least 1
     * @param budget the most tokens of a micro-batch
     */
    public LengthGroups(int groups, long budget) {
        this.groups = groups;
        this.budget = budget;
    }

    @Override
    public String name() {
        return "length groups";
    }

    @Override
    public String objective() {
        return "Least sum of what sequences are shorter than the longest of their group, in at most " + groups
                + " groups; micro-batches of one group of at most " + budget + " tokens at its longest.";
    }

    @Override
    public List<PackedMicroBatch> pack(List<Long> lengths) {
        new PackingRules(name())
                .lengths(lengths)
                .range("/groups", groups, Integer.MAX_VALUE)
                .range("/budget", budget, MicroBatch.MAX_TOKENS)
                .budgetHolds(budget, lengths)
                .check();
        List<PackedMicroBatch> microBatches = new ArrayList<>();
        for (List<Integer> group : groups(lengths)) {
            long longest = lengths.get(group.get(group.size() - 1));
            int most = Math.toIntExact(Math.min(group.size(), budget / longest));
            for (int begin = 0; begin < group.size(); begin += most) {
                List<Integer> part = group.subList(begin, Math.min(begin + most, group.size()));
                microBatches.add(PackedMicroBatch.of(part, lengths));
            }
        }
        return microBatches;
    }

    /** Returns the groups, the shortest sequences first, each ordered by length. */
    List<List<Integer>> groups(List<Long> lengths) {
        List<Integer> order = PackingRules.shortestFirst(lengths);
        int count = order.size();
        long[] prefix = new long[count + 1];
        for (int index = 0; index < count; index++) {
            prefix[index + 1] = prefix[index] + lengths.get(order.get(index));
        }
        int most = Math.min(groups, count);
        int[][] begins = new int[most + 1][count + 1];
        long[] least = new long[count + 1];
        Arrays.fill(least, Long.MAX_VALUE);
        least[0] = 0;
        for (int used = 1; used <= most; used++) {
            long[] next = least.clone();
            for (int end = 1; end <= count; end++) {
                long longest = lengths.get(order.get(end - 1));
                begins[used][end] = -1;
                for (int begin = 0; begin < end; begin++) {
                    if (least[begin] < Long.MAX_VALUE) {
                        long padding = least[begin] + longest * (end - begin) - (prefix[end] - prefix[begin]);
                        if (padding < next[end]) {
                            next[end] = padding;
                            begins[used][end] = begin;
                        }
                    }
                }
            }
            least = next;
        }
        return walkBack(order, begins);
    }

    /** Follows the beginnings from the end; −1 says that one group less does as well. */
    private static List<List<Integer>> walkBack(List<Integer> order, int[][] begins) {
        List<List<Integer>> groups = new ArrayList<>();
        int end = order.size();
        for (int used = begins.length - 1; end > 0; used--) {
            int begin = begins[used][end];
            if (begin >= 0) {
                groups.add(0, order.subList(begin, end));
                end = begin;
            }
        }
        return groups;
    }
}
