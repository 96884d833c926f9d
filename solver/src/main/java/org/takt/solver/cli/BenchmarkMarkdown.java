package org.takt.solver.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.takt.solver.benchmark.BenchmarkRecord;
import org.takt.solver.benchmark.ExactPeer;
import org.takt.solver.benchmark.FamiliesPeer;
import org.takt.solver.benchmark.Means;
import org.takt.solver.benchmark.Overrun;
import org.takt.solver.benchmark.PublishedPeer;
import org.takt.solver.benchmark.Results;
import org.takt.solver.benchmark.RunOptions;
import org.takt.solver.benchmark.Session;
import org.takt.solver.benchmark.Summary;
import org.takt.solver.cli.MarkdownTable.Column;

/** A benchmark run as a Markdown table with what to know of it. The same results give the same text. */
final class BenchmarkMarkdown {
    /** The line before the table in a README. */
    static final String BEGIN = "<!-- benchmark:begin -->";

    /** The line after it. */
    static final String END = "<!-- benchmark:end -->";

    private static final List<Column<Summary.Row>> CLASS_COLUMNS = List.of(
            Column.text("class", row -> Optional.of(row.category())),
            Column.figure("cases", row -> Optional.of(Integer.toString(row.cases()))),
            Column.figure("records", row -> Optional.of(Integer.toString(row.records()))),
            Column.figure("gap", row -> Optional.of(BenchmarkText.percent(row.gap()))),
            Column.figure("≤ 1 %", row -> Optional.of(BenchmarkText.share(row.within1Percent()))),
            Column.figure("≤ 3 %", row -> Optional.of(BenchmarkText.share(row.within3Percent()))),
            Column.figure("≤ 5 %", row -> Optional.of(BenchmarkText.share(row.within5Percent()))),
            Column.figure("proved", row -> Optional.of(BenchmarkText.share(row.proved()))),
            Column.figure("time to 1 %", row -> Optional.of(BenchmarkText.seconds(row.secondsTo1Percent()))),
            Column.figure("peak memory", row -> row.peakMemoryMebibytes().map(BenchmarkText::memory)),
            Column.figure("CP-SAT alone: value", row -> exact(row, peer -> BenchmarkText.excess(peer.valueRatio()))),
            Column.figure("solved", row -> exact(row, peer -> BenchmarkText.share(solved(peer)))),
            Column.figure("gap", row -> exact(row, peer -> BenchmarkText.percent(peer.gap()))),
            Column.figure("proved", row -> exact(row, peer -> BenchmarkText.share(peer.proved()))),
            Column.figure("families: value", row -> value(row, FamiliesPeer.NAME)),
            Column.figure("published: value", row -> value(row, PublishedPeer.NAME)));

    private static final String CLASS_NOTE = "\nGaps are geometric means, shifted by "
            + BenchmarkText.share(Means.GAP_SHIFT)
            + "; a record without schedule or bound counts as a gap of 100 %. The time to a gap of 1 % is\nthe median over "
            + "all records, where at least half reach it. Values of peers are geometric means relative to Takt's, over the\n"
            + "cases that both solved; + is worse than Takt, better on how many cases a peer's value is below Takt's.\n";

    private BenchmarkMarkdown() {}

    /** What a row of a table stands for. */
    enum By {
        /** A class of cases. */
        CLASS,
        /** A case with a seed. */
        INSTANCE;

        /** The values of the option, by name. */
        static final Map<String, By> NAMES = new TreeMap<>(Map.of("class", CLASS, "instance", INSTANCE));
    }

    /**
     * Returns the table.
     *
     * @param folder what to call the results
     */
    static String of(String folder, Results results, By by) {
        return switch (by) {
            case CLASS ->
                MarkdownTable.of(CLASS_COLUMNS, Summary.of(results.records()).rows())
                        + circumstances(folder, results)
                        + CLASS_NOTE;
            case INSTANCE -> BenchmarkCaseTable.of(results.records()) + circumstances(folder, results);
        };
    }

    /** Returns the text with another table between its markers; nothing unless both are there once and in order. */
    static Optional<String> replaced(String text, String table) {
        int begin = text.indexOf(BEGIN + "\n");
        int end = text.indexOf(END);
        boolean once =
                begin >= 0 && end > begin && text.indexOf(BEGIN, begin + 1) < 0 && text.indexOf(END, end + 1) < 0;
        return once
                ? Optional.of(text.substring(0, begin) + BEGIN + "\n" + table + text.substring(end))
                : Optional.empty();
    }

    private static Optional<String> exact(Summary.Row row, Function<Summary.Peer, String> figure) {
        return Optional.ofNullable(row.peers().get(ExactPeer.NAME)).map(figure);
    }

    private static double solved(Summary.Peer peer) {
        return (double) peer.solved() / peer.records();
    }

    /** Returns a peer's relative value, of how many cases that is where these are not all, and on how many it beats Takt. */
    private static Optional<String> value(Summary.Row row, String name) {
        return Optional.ofNullable(row.peers().get(name)).map(peer -> {
            String part = peer.compared() < row.records() ? " (" + peer.compared() + " of " + row.records() + ")" : "";
            return BenchmarkText.excess(peer.valueRatio()) + part + ", better on " + peer.better();
        });
    }

    private static String circumstances(String folder, Results results) {
        return "\nFrom `" + folder + "`, " + limits(results) + ".\n" + sessions(results) + ".\n" + overruns(results);
    }

    /** Returns what solves were allowed. */
    static String limits(Results results) {
        return results.records().stream()
                .map(BenchmarkRecord::options)
                .distinct()
                .map(BenchmarkMarkdown::limits)
                .collect(Collectors.joining("; "));
    }

    /** Returns what ran where and when. */
    static String sessions(Results results) {
        return results.sessions().stream()
                .map(BenchmarkMarkdown::describe)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String overruns(Results results) {
        return Overrun.of(results.records()).stream()
                .map(overrun -> "Longer than allowed took " + overrun.records() + " of "
                        + ReportText.count(overrun.of(), "record") + " of `" + overrun.solver() + "`, the longest "
                        + BenchmarkRunCommand.seconds(overrun.longestSeconds()) + ".\n")
                .collect(Collectors.joining());
    }

    private static String limits(RunOptions options) {
        String gap = options.gap() > 0 ? ", to a gap of " + PercentText.of(options.gap()) : "";
        return BenchmarkRunCommand.seconds(options.timeLimitSeconds()) + " for each solve on "
                + ReportText.count(options.workers(), "worker") + gap;
    }

    private static String describe(Session session) {
        String commit = session.commit().map(found -> " at " + found).orElse("");
        return "Takt " + session.takt() + commit + ", OR-Tools " + session.orTools() + ", "
                + session.begun().substring(0, 10) + ", " + session.machine().jvm() + ", "
                + session.machine().cpu() + ", "
                + ReportText.count(session.machine().processors(), "processor")
                + ", " + (session.machine().memoryBytes() >> 30) + " GiB";
    }
}
