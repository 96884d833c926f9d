package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.takt.model.problem.OpKind;

/**
 * One op named in a {@link PyTorchCsv} file.
 *
 * @param kind F, B, I or W
 * @param stage as written; {@link Integer#MAX_VALUE} if larger than that
 * @param microBatch as written; {@link Integer#MAX_VALUE} if larger than that
 */
record PyTorchCell(OpKind kind, int stage, int microBatch) {
    private static final Pattern OP = Pattern.compile("([0-9]+)([FBIW])([0-9]+)");
    private static final Pattern OVERLAP = Pattern.compile("\\((.*)\\)OVERLAP_F_B");

    /** Returns the ops of a cell in order, none for a blank one, or empty if the cell is malformed. */
    static Optional<List<PyTorchCell>> parse(String cell) {
        if (cell.isEmpty()) {
            return Optional.of(List.of());
        }
        Matcher overlap = OVERLAP.matcher(cell);
        String[] parts = overlap.matches() ? overlap.group(1).split(";", -1) : new String[] {cell};
        List<PyTorchCell> ops = new ArrayList<>();
        for (String part : parts) {
            Matcher op = OP.matcher(part.strip());
            if (!op.matches()) {
                return Optional.empty();
            }
            ops.add(new PyTorchCell(OpKind.valueOf(op.group(2)), number(op.group(1)), number(op.group(3))));
        }
        return Optional.of(ops);
    }

    /** Returns the number, or {@link Integer#MAX_VALUE} for a larger one. */
    static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            return Integer.MAX_VALUE;
        }
    }

    @Override
    public String toString() {
        return stage + kind.name() + microBatch;
    }
}
