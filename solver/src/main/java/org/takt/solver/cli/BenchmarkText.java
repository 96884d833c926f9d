package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.takt.solver.benchmark.Comparison;
import org.takt.solver.benchmark.Means;
import org.takt.solver.benchmark.Summary;

/** A run's summary and two runs' comparison, for people. */
final class BenchmarkText {
    static final String NONE = "-";

    private BenchmarkText() {}

    /** Returns a run's figures, a row for each class. */
    static String of(Summary summary) {
        TextTable table = new TextTable("<>>>>>>>>><");
        table.row(
                "class", "cases", "records", "gap", "<= 1 %", "<= 3 %", "<= 5 %", "proved", "to 1 %", "failed",
                "peers");
        for (Summary.Row row : summary.rows()) {
            table.row(
                    row.category(),
                    Integer.toString(row.cases()),
                    Integer.toString(row.records()),
                    percent(row.gap()),
                    share(row.within1Percent()),
                    share(row.within3Percent()),
                    share(row.within5Percent()),
                    share(row.proved()),
                    seconds(row.secondsTo1Percent()),
                    Integer.toString(row.failed()),
                    String.join("; ", peers(row)));
        }
        return table + "\n" + gapNote()
                + "The time to 1 % is the median over all records, where at least half reach it.\n";
    }

    private static List<String> peers(Summary.Row row) {
        List<String> texts = new ArrayList<>();
        row.peers().forEach((name, peer) -> {
            String gap =
                    peer.gap().map(found -> ", gap " + PercentText.of(found)).orElse("");
            texts.add(name + " " + excess(peer.valueRatio()) + " (" + peer.solved() + " of " + peer.records() + gap
                    + ")");
        });
        return texts;
    }

    /**
     * Returns a comparison.
     *
     * @param runA what the first run is called and how it was made, on several lines
     * @param differences what the runs differ in beside their results
     */
    static String of(String runA, String runB, List<String> differences, String solver, Comparison comparison) {
        StringBuilder text = new StringBuilder("A: " + runA + "B: " + runB + "solver: " + solver + "\n");
        if (!differences.isEmpty()) {
            text.append("Warning: the runs differ in ")
                    .append(String.join(", ", differences))
                    .append("; so may their results.\n");
        }
        text.append('\n');
        TextTable table = new TextTable("<>>>>>>>>>>");
        table.row(
                "class",
                "pairs",
                "gap A",
                "gap B",
                "value B/A",
                "bound B/A",
                "value: B better",
                "A better",
                "bound: B better",
                "A better",
                "proved A, B");
        for (Comparison.Row row : comparison.rows()) {
            table.row(
                    row.category(),
                    Integer.toString(row.pairs()),
                    percent(row.gapA()),
                    percent(row.gapB()),
                    ratio(row.valueRatio()),
                    ratio(row.boundRatio()),
                    Integer.toString(row.value().wins()),
                    Integer.toString(row.value().losses()),
                    Integer.toString(row.bound().wins()),
                    Integer.toString(row.bound().losses()),
                    reached(row, "proof"));
        }
        text.append(table).append('\n').append(times(comparison)).append('\n').append(gapNote());
        text.append("Value and bound ratios are geometric means over pairs that have both.\n");
        text.append("Medians are over all pairs, where at least half reach the gap.\n");
        addLeftOut(text, "only in A", comparison.onlyInA().size());
        addLeftOut(text, "only in B", comparison.onlyInB().size());
        addLeftOut(text, "of instances that differ", comparison.changed().size());
        return text.toString();
    }

    private static TextTable times(Comparison comparison) {
        TextTable table = new TextTable("<<>>>>");
        table.row("class", "gap", "reached A", "reached B", "median A", "median B");
        for (Comparison.Row row : comparison.rows()) {
            for (Map.Entry<String, Comparison.Times> entry : row.times().entrySet()) {
                Comparison.Times times = entry.getValue();
                table.row(
                        row.category(),
                        entry.getKey(),
                        Integer.toString(times.reachedA()),
                        Integer.toString(times.reachedB()),
                        seconds(times.medianA()),
                        seconds(times.medianB()));
            }
        }
        return table;
    }

    private static String reached(Comparison.Row row, String threshold) {
        Comparison.Times times = row.times().get(threshold);
        return times == null ? NONE : times.reachedA() + ", " + times.reachedB();
    }

    private static void addLeftOut(StringBuilder text, String which, int count) {
        if (count > 0) {
            text.append("Left out: ")
                    .append(ReportText.count(count, "record"))
                    .append(' ')
                    .append(which)
                    .append(".\n");
        }
    }

    private static String gapNote() {
        return "Gaps are geometric means, shifted by " + share(Means.GAP_SHIFT) + ".\n";
    }

    static String percent(Optional<Double> share) {
        return share.map(PercentText::of).orElse(NONE);
    }

    /** Returns a share in percent with at most one decimal. */
    static String share(double share) {
        double percent = 100 * share;
        boolean whole = Math.abs(percent - Math.rint(percent)) < 0.05;
        return String.format(Locale.ROOT, whole ? "%.0f %%" : "%.1f %%", percent);
    }

    /** Returns by how much a ratio is above 1, with its sign. */
    static String excess(Optional<Double> ratio) {
        return ratio.map(found -> String.format(Locale.ROOT, "%+.2f %%", 100 * (found - 1)))
                .orElse(NONE);
    }

    /** Returns an amount of memory. */
    static String memory(long mebibytes) {
        return mebibytes < 1024 ? mebibytes + " MiB" : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024.0);
    }

    static String seconds(Optional<Double> seconds) {
        return seconds.map(BenchmarkRunCommand::seconds).orElse(NONE);
    }

    private static String ratio(Optional<Double> ratio) {
        return ratio.map(found -> String.format(Locale.ROOT, "%.5f", found)).orElse(NONE);
    }
}
