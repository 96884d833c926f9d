package org.takt.solver.cli;

import java.util.List;
import org.takt.solver.benchmark.BenchmarkRecord;
import org.takt.solver.benchmark.Comparison;
import org.takt.solver.benchmark.Means;

/** What {@code takt benchmark compare --json} prints: one object, on one line. */
final class BenchmarkComparisonJson {
    private BenchmarkComparisonJson() {}

    /** Returns the comparison; means that do not exist are null. */
    static String of(String runA, String runB, List<String> differences, String solver, Comparison comparison) {
        return new JsonObject()
                        .with("a", runA)
                        .with("b", runB)
                        .with("differences", differences)
                        .with("solver", solver)
                        .with("gapShift", Means.GAP_SHIFT)
                        .with(
                                "classes",
                                comparison.rows().stream()
                                        .map(BenchmarkComparisonJson::row)
                                        .toList())
                        .with("onlyInA", keys(comparison.onlyInA()))
                        .with("onlyInB", keys(comparison.onlyInB()))
                        .with("changed", keys(comparison.changed()))
                + "\n";
    }

    private static JsonObject row(Comparison.Row row) {
        JsonObject times = new JsonObject();
        row.times()
                .forEach((threshold, found) -> times.with(
                        threshold,
                        new JsonObject()
                                .with("reachedA", found.reachedA())
                                .with("reachedB", found.reachedB())
                                .with("medianSecondsA", found.medianA())
                                .with("medianSecondsB", found.medianB())));
        return new JsonObject()
                .with("class", row.category())
                .with("pairs", row.pairs())
                .with("gapA", row.gapA())
                .with("gapB", row.gapB())
                .with("valueRatio", row.valueRatio())
                .with("boundRatio", row.boundRatio())
                .with("value", tally(row.value()))
                .with("bound", tally(row.bound()))
                .with("times", times);
    }

    private static JsonObject tally(Comparison.Tally tally) {
        return new JsonObject()
                .with("winsB", tally.wins())
                .with("winsA", tally.losses())
                .with("ties", tally.ties());
    }

    private static List<JsonObject> keys(List<BenchmarkRecord.Key> keys) {
        return keys.stream()
                .map(key -> new JsonObject()
                        .with("instance", key.instance())
                        .with("objective", key.objective())
                        .with("seed", key.seed()))
                .toList();
    }
}
