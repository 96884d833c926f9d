package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in columns as wide as their widest cell, two blanks apart. */
final class TextTable {
    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Creates an empty table.
     *
     * @param alignment one character for each column: {@code <} left or {@code >} right
     */
    TextTable(String alignment) {
        this.alignment = alignment;
    }

    /** Adds a row, one cell for each column. */
    void row(String... cells) {
        if (cells.length != alignment.length()) {
            throw new IllegalArgumentException(
                    "Found " + cells.length + " cells for " + alignment.length() + " columns.");
        }
        rows.add(List.of(cells));
    }

    /** Returns the rows as lines, each with its line end. */
    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - cell.length());
                line.append(column == 0 ? "" : "  ");
                line.append(alignment.charAt(column) == '>' ? padding + cell : cell + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[alignment.length()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }
}
