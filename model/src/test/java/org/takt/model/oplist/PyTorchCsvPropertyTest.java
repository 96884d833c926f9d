package org.takt.model.oplist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.timed;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.takt.model.RandomCases;
import org.takt.model.RandomCases.Case;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

class PyTorchCsvPropertyTest {
    @Provide
    Arbitrary<Case> cases() {
        return RandomCases.onePipelineCases();
    }

    @Provide
    Arbitrary<Case> casesInWhichEveryOpTakesTime() {
        return cases().filter(one ->
                one.problem().ops().stream().flatMap(op -> op.modes().stream()).allMatch(mode -> mode.duration() > 0));
    }

    @Property
    void whatIsWrittenReadsBackToTheSameSchedule(@ForAll("casesInWhichEveryOpTakesTime") Case one) {
        Schedule schedule = one.timed();

        assertThat(readBack(one.problem(), schedule)).isEqualTo(schedule);
    }

    /** Ops of no duration at one instant may change places, and then start earlier when timed again. */
    @Property
    void whatIsWrittenReadsBackToASchedule(@ForAll("cases") Case one) {
        accepted(one.problem(), readBack(one.problem(), one.timed()));
    }

    private static Schedule readBack(Problem problem, Schedule schedule) {
        PyTorchCsv.Written written = PyTorchCsv.write(problem, schedule);
        return timed(problem, PyTorchCsv.read(written.text(), problem, written.microBatches()));
    }

    @Property
    void theLastStageRunsItsForwardsInTheOrderOfTheMicroBatches(@ForAll("cases") Case one) {
        PyTorchCsv.Written written = PyTorchCsv.write(one.problem(), one.timed());
        ChainTable table = new ChainTable(one.problem());

        List<Integer> forwards = new ArrayList<>();
        for (List<String> row : CsvCells.rows(written.text())) {
            for (String cell : row) {
                PyTorchCell op = PyTorchCell.parse(cell).orElseThrow().get(0);
                if (op.kind() == OpKind.F && op.stage() == table.stages() - 1) {
                    forwards.add(op.microBatch());
                }
            }
        }
        assertThat(forwards).isSorted().doesNotHaveDuplicates().hasSize(table.microBatches());
        assertThat(written.text()).endsWith("\n").doesNotContain("\n\n").matches("[0-9FBIW,\\n]+");
    }
}
