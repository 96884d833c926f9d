package org.takt.solver.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.takt.solver.benchmark.BenchmarkRecord;
import org.takt.solver.benchmark.ExactPeer;
import org.takt.solver.benchmark.FamiliesPeer;
import org.takt.solver.benchmark.Means;
import org.takt.solver.benchmark.PublishedPeer;
import org.takt.solver.benchmark.Results;
import org.takt.solver.benchmark.RunOptions;
import org.takt.solver.benchmark.Session;
import org.takt.solver.benchmark.Summary;

/** A benchmark run as a Markdown table with what to know of it. The same results give the same text. */
final class BenchmarkMarkdown {
    /** The line before the table in a README. */
    static final String BEGIN = "<!-- benchmark:begin -->";

    /** The line after it. */
    static final String END = "<!-- benchmark:end -->";

    private static final String HEAD = """
            | class | cases | records | gap | ≤ 1 % | ≤ 3 % | ≤ 5 % | proved | time to 1 % | CP-SAT alone: value | solved | gap | proved | families: value | published: value |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """;

    private BenchmarkMarkdown() {}

    /**
     * Returns the table.
     *
     * @param folder what to call the results
     */
    static String of(String folder, Results results) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Summary.Row row : Summary.of(results.records()).rows()) {
            text.append(row(row));
        }
        text.append("\nFrom `").append(folder).append("`, ").append(circumstances(results));
        text.append("\nGaps are geometric means, shifted by ")
                .append(BenchmarkText.share(Means.GAP_SHIFT))
                .append(
                        "; a record without schedule or bound counts as a gap of 100 %. Values of peers are geometric means "
                                + "relative to Takt's,\nover the cases that both solved; + is worse than Takt, better on how many cases a peer's value is below Takt's.\n");
        return text.toString();
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

    private static String row(Summary.Row row) {
        Optional<Summary.Peer> exact = Optional.ofNullable(row.peers().get(ExactPeer.NAME));
        List<String> cells = List.of(
                row.category(),
                Integer.toString(row.cases()),
                Integer.toString(row.records()),
                BenchmarkText.percent(row.gap()),
                BenchmarkText.share(row.within1Percent()),
                BenchmarkText.share(row.within3Percent()),
                BenchmarkText.share(row.within5Percent()),
                BenchmarkText.share(row.proved()),
                BenchmarkText.seconds(row.secondsTo1Percent()),
                BenchmarkText.excess(exact.flatMap(Summary.Peer::valueRatio)),
                exact.map(peer -> BenchmarkText.share((double) peer.solved() / peer.records()))
                        .orElse(BenchmarkText.NONE),
                BenchmarkText.percent(exact.flatMap(Summary.Peer::gap)),
                exact.map(peer -> BenchmarkText.share(peer.proved())).orElse(BenchmarkText.NONE),
                value(row, FamiliesPeer.NAME),
                value(row, PublishedPeer.NAME));
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Returns a peer's relative value, of how many cases that is where these are not all, and on how many it beats Takt. */
    private static String value(Summary.Row row, String name) {
        Summary.Peer peer = row.peers().get(name);
        if (peer == null) {
            return BenchmarkText.NONE;
        }
        String part = peer.compared() < row.records() ? " (" + peer.compared() + " of " + row.records() + ")" : "";
        return BenchmarkText.excess(peer.valueRatio()) + part + ", better on " + peer.better();
    }

    private static String circumstances(Results results) {
        String limits = results.records().stream()
                .map(BenchmarkRecord::options)
                .distinct()
                .map(BenchmarkMarkdown::limits)
                .collect(Collectors.joining("; "));
        String sessions = results.sessions().stream()
                .map(BenchmarkMarkdown::describe)
                .distinct()
                .collect(Collectors.joining("; "));
        return limits + ".\n" + sessions + ".\n";
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
