package org.takt.solver.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A run in figures: one row for each class of cases, in alphabetical order, and one for all.
 *
 * @param rows the classes, {@value #ALL} last
 */
public record Summary(List<Row> rows) {
    /** The name of the row over all classes. */
    public static final String ALL = "all";

    /**
     * Takt on the cases of a class. A record counts once for each seed.
     *
     * @param category the class
     * @param cases instances with an objective
     * @param records Takt's records of them
     * @param gap geometric mean of gaps, shifted as {@link Means#GAP_SHIFT} says; records without schedule count as 1
     * @param within1Percent share of records with a gap of at most 1 %
     * @param within3Percent likewise, 3 %
     * @param within5Percent likewise, 5 %
     * @param proved share of records with a proof
     * @param secondsTo1Percent median time to a gap of 1 %; empty where fewer than half reached it
     * @param peakMemoryMebibytes the most memory that the process held in any of these solves; empty if unknown
     * @param failed records of solves that broke down, of all solvers
     * @param peers the other solvers by name
     */
    public record Row(
            String category,
            int cases,
            int records,
            Optional<Double> gap,
            double within1Percent,
            double within3Percent,
            double within5Percent,
            double proved,
            Optional<Double> secondsTo1Percent,
            Optional<Long> peakMemoryMebibytes,
            int failed,
            Map<String, Peer> peers) {}

    /**
     * Another solver on the cases of a class.
     *
     * @param records its records
     * @param solved those with a value
     * @param gap geometric mean of its own gaps, shifted; empty if it proves no bounds
     * @param proved share of its records with a proof
     * @param valueRatio geometric mean of its value / Takt's for the same case and seed, where both have one above 0
     * @param compared how many pairs that is
     * @param worse pairs in which its value is larger than Takt's
     * @param better pairs in which it is smaller
     */
    public record Peer(
            int records,
            int solved,
            Optional<Double> gap,
            double proved,
            Optional<Double> valueRatio,
            int compared,
            int worse,
            int better) {}

    /** Summarises the records of a run. */
    public static Summary of(List<BenchmarkRecord> records) {
        Map<String, List<BenchmarkRecord>> classes = new LinkedHashMap<>();
        records.stream()
                .map(BenchmarkRecord::category)
                .sorted()
                .forEach(category -> classes.put(category, new ArrayList<>()));
        records.forEach(each -> classes.computeIfAbsent(each.category(), name -> new ArrayList<>())
                .add(each));
        List<Row> rows = new ArrayList<>();
        classes.forEach((category, members) -> rows.add(row(category, members)));
        rows.add(row(ALL, records));
        return new Summary(List.copyOf(rows));
    }

    private static Row row(String category, List<BenchmarkRecord> records) {
        List<BenchmarkRecord> own = of(TaktContestant.NAME, records);
        Map<String, Peer> peers = new LinkedHashMap<>();
        records.stream()
                .map(BenchmarkRecord::solver)
                .filter(solver -> !solver.equals(TaktContestant.NAME))
                .sorted()
                .distinct()
                .forEach(solver -> peers.put(solver, peer(solver, records)));
        return new Row(
                category,
                (int) records.stream()
                        .map(each -> each.instance() + " " + each.objective())
                        .distinct()
                        .count(),
                own.size(),
                Means.ofGaps(own.stream().map(BenchmarkRecord::gapOrOne).toList()),
                share(own, each -> each.gapOrOne() <= 0.01),
                share(own, each -> each.gapOrOne() <= 0.03),
                share(own, each -> each.gapOrOne() <= 0.05),
                share(own, BenchmarkRecord::proves),
                Means.median(own.stream().map(each -> each.times().onePercent()).toList()),
                own.stream()
                        .flatMap(each -> each.peakMemoryMebibytes().stream())
                        .max(Long::compare),
                (int) records.stream()
                        .filter(each -> each.status() == RecordStatus.FAILED)
                        .count(),
                peers);
    }

    private static Peer peer(String solver, List<BenchmarkRecord> all) {
        List<BenchmarkRecord> records = of(solver, all);
        List<Double> ratios = CaseRow.of(all).stream()
                .flatMap(each -> each.valueRatio(solver).stream())
                .toList();
        boolean proves = records.stream().anyMatch(each -> each.bound().isPresent());
        return new Peer(
                records.size(),
                (int) records.stream().filter(each -> each.value().isPresent()).count(),
                proves
                        ? Means.ofGaps(
                                records.stream().map(BenchmarkRecord::gapOrOne).toList())
                        : Optional.empty(),
                share(records, BenchmarkRecord::proves),
                Means.geometric(ratios),
                ratios.size(),
                (int) ratios.stream().filter(ratio -> ratio > 1).count(),
                (int) ratios.stream().filter(ratio -> ratio < 1).count());
    }

    private static List<BenchmarkRecord> of(String solver, List<BenchmarkRecord> records) {
        return records.stream().filter(each -> each.solver().equals(solver)).toList();
    }

    private static double share(List<BenchmarkRecord> records, Predicate<BenchmarkRecord> condition) {
        return records.isEmpty()
                ? 0
                : (double) records.stream().filter(condition).count() / records.size();
    }
}
