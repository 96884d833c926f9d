package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a comma-separated text. Lines end with LF or CRLF, the last one also with the text. A cell may stand in
 * double quotes; a doubled quote inside them is a quote. Spaces around a cell or its quotes are not part of it.
 */
final class CsvCells {
    private CsvCells() {}

    /** Returns the cells of each line; a blank line has one cell, which is empty, and a text without characters no line. */
    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            rows.add(cells(text.substring(start, end)));
            start = end + 1;
        }
        return rows;
    }

    /** A carriage return at the end of the line counts as a space; a quote that is never closed stays part of its cell. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char next = line.charAt(at);
            if (next == '"' && quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                cell.append(next);
                at++;
            } else if (next == '"' && (quoted || cell.toString().isBlank())) {
                quoted = !quoted;
            } else if (next == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(next);
            }
        }
        cells.add((quoted ? "\"" : "") + cell.toString().strip());
        return cells;
    }
}
