package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void alignsColumnsToTheirWidestCellAndEndsLinesWithoutBlanks() {
        TextTable table = new TextTable("<><");
        table.row("a", "1", "x");
        table.row("bbb", "22", "");
        assertThat(table).hasToString("a     1  x\nbbb  22\n");
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextTable("<<").row("a"))
                .withMessage("Found 1 cells for 2 columns.");
    }
}
