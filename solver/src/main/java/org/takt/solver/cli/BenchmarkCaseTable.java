package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.takt.solver.benchmark.BenchmarkRecord;
import org.takt.solver.benchmark.CaseRow;
import org.takt.solver.benchmark.ExactPeer;
import org.takt.solver.benchmark.FamiliesPeer;
import org.takt.solver.benchmark.ProvedBound;
import org.takt.solver.benchmark.PublishedPeer;
import org.takt.solver.cli.MarkdownTable.Column;

/** The records of Takt in a run as a Markdown table, each with what peers have of the same case. */
final class BenchmarkCaseTable {
    private static final List<Column<CaseRow>> FIGURES = List.of(
            Column.figure("value", row -> row.takt().value().map(String::valueOf)),
            Column.figure(
                    "lower bound",
                    row -> row.takt().bound().map(ProvedBound::value).map(String::valueOf)),
            Column.figure("gap", row -> row.takt().gap().map(PercentText::of)),
            Column.figure("to 5 %", row -> row.takt().times().fivePercent().map(BenchmarkRunCommand::seconds)),
            Column.figure("to 1 %", row -> row.takt().times().onePercent().map(BenchmarkRunCommand::seconds)),
            Column.figure("peak memory", row -> row.takt().peakMemoryMebibytes().map(BenchmarkText::memory)),
            Column.text("found by", row -> row.takt().source()),
            Column.figure("CP-SAT alone", row -> row.value(ExactPeer.NAME).map(String::valueOf)),
            excess(ExactPeer.NAME),
            Column.figure("best family", row -> row.value(FamiliesPeer.NAME).map(String::valueOf)),
            Column.text("which", row -> row.peer(FamiliesPeer.NAME).flatMap(BenchmarkRecord::source)),
            excess(FamiliesPeer.NAME),
            Column.figure("published", row -> row.value(PublishedPeer.NAME).map(String::valueOf)),
            excess(PublishedPeer.NAME));

    private static final String NOTE =
            "\nValues are in the instance's ticks, or memory units for PEAK_MEMORY; times are those to a proved gap.\n";

    private static final String EXCESS_NOTE = "Excess is how much larger the value left of it is than Takt's.\n";

    private BenchmarkCaseTable() {}

    /** Returns the table and what its columns mean. */
    static String of(List<BenchmarkRecord> records) {
        List<CaseRow> rows = CaseRow.of(records);
        List<Column<CaseRow>> columns = new ArrayList<>();
        columns.add(Column.text("instance", row -> Optional.of(row.takt().instance())));
        addIfSeveral(columns, rows, "objective", BenchmarkRecord::objective);
        addIfSeveral(columns, rows, "seed", record -> Integer.toString(record.seed()));
        columns.addAll(FIGURES);
        boolean compared = rows.stream().anyMatch(row -> !row.peers().isEmpty());
        return MarkdownTable.of(columns, rows) + NOTE + (compared ? EXCESS_NOTE : "");
    }

    private static void addIfSeveral(
            List<Column<CaseRow>> columns, List<CaseRow> rows, String head, Function<BenchmarkRecord, String> what) {
        long different =
                rows.stream().map(row -> what.apply(row.takt())).distinct().count();
        if (different > 1) {
            columns.add(Column.text(head, row -> Optional.of(what.apply(row.takt()))));
        }
    }

    private static Column<CaseRow> excess(String solver) {
        return Column.figure(
                "excess", row -> row.valueRatio(solver).map(ratio -> BenchmarkText.excess(Optional.of(ratio))));
    }
}
