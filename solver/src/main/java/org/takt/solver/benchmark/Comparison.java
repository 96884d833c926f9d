package org.takt.solver.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Two runs, A and B, of a solver on the same cases with the same seeds.
 *
 * @param rows the classes in alphabetical order, then {@link Summary#ALL}
 * @param onlyInA what B has no record of
 * @param onlyInB what A has no record of
 * @param changed what both have, but of instances that differ; counted nowhere else
 */
public record Comparison(
        List<Row> rows,
        List<BenchmarkRecord.Key> onlyInA,
        List<BenchmarkRecord.Key> onlyInB,
        List<BenchmarkRecord.Key> changed) {

    /**
     * A class.
     *
     * @param category the class
     * @param pairs records compared
     * @param gapA geometric mean of A's gaps, shifted as {@link Means#GAP_SHIFT} says; without schedule or bound 1
     * @param gapB likewise B's
     * @param valueRatio geometric mean of value B / value A where both are above 0: below 1, B is better
     * @param boundRatio geometric mean of bound B / bound A where both are above 0: above 1, B is better
     * @param value who has the smaller value; one beats none
     * @param bound who has the higher bound; one beats none, a proof that there is no schedule beats any
     * @param times by threshold, {@code 5%}, {@code 1%}, {@code 0.1%} and {@code proof}
     */
    public record Row(
            String category,
            int pairs,
            Optional<Double> gapA,
            Optional<Double> gapB,
            Optional<Double> valueRatio,
            Optional<Double> boundRatio,
            Tally value,
            Tally bound,
            Map<String, Times> times) {}

    /**
     * Who is better how often.
     *
     * @param wins B is better
     * @param losses A is better
     * @param ties neither
     */
    public record Tally(int wins, int losses, int ties) {}

    /**
     * How long both take to a threshold.
     *
     * @param reachedA how many of A's records reached it
     * @param reachedB how many of B's
     * @param medianA median of A's times in seconds; empty where fewer than half reached it
     * @param medianB likewise B's
     */
    public record Times(int reachedA, int reachedB, Optional<Double> medianA, Optional<Double> medianB) {}

    private record Pair(BenchmarkRecord a, BenchmarkRecord b) {}

    /** Compares what two runs have of a solver. */
    public static Comparison of(String solver, List<BenchmarkRecord> runA, List<BenchmarkRecord> runB) {
        Map<BenchmarkRecord.Key, BenchmarkRecord> left = of(solver, runA);
        Map<BenchmarkRecord.Key, BenchmarkRecord> right = of(solver, runB);
        List<BenchmarkRecord.Key> changed = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (BenchmarkRecord a : left.values()) {
            BenchmarkRecord b = right.get(a.key());
            if (b != null && b.digest().equals(a.digest())) {
                pairs.add(new Pair(a, b));
            } else if (b != null) {
                changed.add(a.key());
            }
        }
        return new Comparison(
                rows(pairs),
                left.keySet().stream().filter(key -> !right.containsKey(key)).toList(),
                right.keySet().stream().filter(key -> !left.containsKey(key)).toList(),
                List.copyOf(changed));
    }

    private static Map<BenchmarkRecord.Key, BenchmarkRecord> of(String solver, List<BenchmarkRecord> records) {
        Map<BenchmarkRecord.Key, BenchmarkRecord> found = new LinkedHashMap<>();
        records.stream()
                .filter(each -> each.solver().equals(solver))
                .sorted(BenchmarkRecord.ORDER)
                .forEach(each -> found.put(each.key(), each));
        return found;
    }

    private static List<Row> rows(List<Pair> pairs) {
        Map<String, List<Pair>> classes = new LinkedHashMap<>();
        pairs.forEach(pair -> classes.computeIfAbsent(pair.a().category(), name -> new ArrayList<>())
                .add(pair));
        List<Row> rows = new ArrayList<>();
        classes.forEach((category, members) -> rows.add(row(category, members)));
        rows.add(row(Summary.ALL, pairs));
        return List.copyOf(rows);
    }

    private static Row row(String category, List<Pair> pairs) {
        Map<String, Times> times = new LinkedHashMap<>();
        times.put("5%", times(pairs, TimesToGap::fivePercent));
        times.put("1%", times(pairs, TimesToGap::onePercent));
        times.put("0.1%", times(pairs, TimesToGap::tenthOfAPercent));
        times.put("proof", times(pairs, TimesToGap::proof));
        return new Row(
                category,
                pairs.size(),
                Means.ofGaps(pairs.stream().map(pair -> pair.a().gapOrOne()).toList()),
                Means.ofGaps(pairs.stream().map(pair -> pair.b().gapOrOne()).toList()),
                meanRatio(pairs, BenchmarkRecord::value),
                meanRatio(pairs, each -> each.bound().map(ProvedBound::value)),
                tally(pairs, Comparison::byValue),
                tally(pairs, Comparison::byBound),
                times);
    }

    private static Optional<Double> meanRatio(List<Pair> pairs, Function<BenchmarkRecord, Optional<Long>> figure) {
        List<Double> ratios = new ArrayList<>();
        for (Pair pair : pairs) {
            long a = figure.apply(pair.a()).orElse(0L);
            long b = figure.apply(pair.b()).orElse(0L);
            if (a > 0 && b > 0) {
                ratios.add((double) b / a);
            }
        }
        return Means.geometric(ratios);
    }

    /** Counts pairs by the sign of an order, positive where B is better. */
    private static Tally tally(List<Pair> pairs, ToIntFunction<Pair> order) {
        Map<Integer, Integer> counts = new HashMap<>();
        pairs.forEach(pair -> counts.merge(Integer.signum(order.applyAsInt(pair)), 1, Integer::sum));
        return new Tally(counts.getOrDefault(1, 0), counts.getOrDefault(-1, 0), counts.getOrDefault(0, 0));
    }

    private static int byValue(Pair pair) {
        return Long.compare(
                pair.a().value().orElse(Long.MAX_VALUE), pair.b().value().orElse(Long.MAX_VALUE));
    }

    private static int byBound(Pair pair) {
        return Long.compare(provedBound(pair.b()), provedBound(pair.a()));
    }

    private static long provedBound(BenchmarkRecord each) {
        return each.status() == RecordStatus.INFEASIBLE
                ? Long.MAX_VALUE
                : each.bound().map(ProvedBound::value).orElse(-1L);
    }

    private static Times times(List<Pair> pairs, Function<TimesToGap, Optional<Double>> threshold) {
        List<Optional<Double>> a =
                pairs.stream().map(pair -> threshold.apply(pair.a().times())).toList();
        List<Optional<Double>> b =
                pairs.stream().map(pair -> threshold.apply(pair.b().times())).toList();
        return new Times(reached(a), reached(b), Means.median(a), Means.median(b));
    }

    private static int reached(List<Optional<Double>> times) {
        return (int) times.stream().filter(Optional::isPresent).count();
    }
}
