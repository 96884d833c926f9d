package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A Markdown table with a row for each of some things. A column without data in any row is left out. */
final class MarkdownTable {
    private MarkdownTable() {}

    /**
     * A column.
     *
     * @param head its name
     * @param rule how it is aligned, as Markdown has it
     * @param cell what a thing has in it; nothing where it has no such data
     */
    record Column<T>(String head, String rule, Function<T, Optional<String>> cell) {
        /** Returns a column of texts. */
        static <T> Column<T> text(String head, Function<T, Optional<String>> cell) {
            return new Column<>(head, "---", cell);
        }

        /** Returns a column of figures. */
        static <T> Column<T> figure(String head, Function<T, Optional<String>> cell) {
            return new Column<>(head, "--:", cell);
        }
    }

    /** Returns the table. */
    static <T> String of(List<Column<T>> columns, List<T> rows) {
        List<Column<T>> shown = columns.stream()
                .filter(column ->
                        rows.stream().anyMatch(row -> column.cell().apply(row).isPresent()))
                .toList();
        StringBuilder text = new StringBuilder();
        text.append(line(shown.stream().map(Column::head).toList(), " "));
        text.append(line(shown.stream().map(Column::rule).toList(), ""));
        for (T row : rows) {
            List<String> cells = new ArrayList<>();
            shown.forEach(column -> cells.add(column.cell().apply(row).orElse(BenchmarkText.NONE)));
            text.append(line(cells, " "));
        }
        return text.toString();
    }

    private static String line(List<String> cells, String padding) {
        return "|" + padding + String.join(padding + "|" + padding, cells) + padding + "|\n";
    }
}
