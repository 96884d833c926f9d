package org.takt.model.oplist;

/**
 * One thing wrong with an op-list, or one thing that an op-list cannot express.
 *
 * @param row row of the file, counted from 1; 0 if the problem belongs to no row
 * @param column cell of the row, blank ones included, counted from 1; 0 if the problem belongs to no cell
 * @param message a full sentence that says what was found and what was expected
 */
public record OpListProblem(int row, int column, String message) {
    @Override
    public String toString() {
        if (row == 0) {
            return message;
        }
        return "Row " + row + (column == 0 ? "" : ", column " + column) + ": " + message;
    }
}
