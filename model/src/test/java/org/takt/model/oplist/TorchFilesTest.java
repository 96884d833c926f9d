package org.takt.model.oplist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.timed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

/** PyTorch's own op-lists are read, run without deadlock, accepted, and written back with the same orders. */
class TorchFilesTest {
    static List<TorchFile> files() {
        return TorchFile.all();
    }

    @Test
    void thereAre153Files() {
        assertThat(TorchFile.all()).hasSize(153);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isReadTimedAcceptedAndWrittenBack(TorchFile file) {
        Problem problem = file.instance().problem();

        DeviceOrders orders = PyTorchCsv.read(file.text(), problem);
        Schedule schedule = timed(problem, orders);
        accepted(problem, schedule);
        PyTorchCsv.Written written = PyTorchCsv.write(problem, schedule);
        DeviceOrders again = PyTorchCsv.read(written.text(), problem, written.microBatches());

        assertThat(again.orders()).isEqualTo(orders.orders());
        assertThat(written.text()).isEqualTo(plain(file.text()));
    }

    /** The file without blank cells, overlap cells and carriage returns, which the writer never makes. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (List<String> row : CsvCells.rows(text)) {
            List<String> ops = row.stream()
                    .flatMap(cell -> PyTorchCell.parse(cell).orElseThrow().stream())
                    .map(PyTorchCell::toString)
                    .toList();
            plain.append(String.join(",", ops)).append('\n');
        }
        return plain.toString();
    }

    @Test
    void oneForwardOneBackwardTakesTheTimeOfTheFormula() {
        TorchFile file = TorchFile.named("1F1B_p4_m8_v1.csv");
        Problem problem = file.instance().memory(0, 1, 0, 0).problem();

        Report report = accepted(problem, timed(problem, PyTorchCsv.read(file.text(), problem)));

        assertThat(report.makespan()).isEqualTo((8 + 4 - 1) * 3);
        assertThat(report.devices()).extracting(DeviceReport::busy).containsOnly(24L);
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).containsExactly(4L, 3L, 2L, 1L);
    }

    @Test
    void gPipeTakesTheTimeOfTheFormulaAndHoldsEveryMicroBatch() {
        TorchFile file = TorchFile.named("GPipe_p4_m8_v1.csv");
        Problem problem = file.instance().memory(0, 1, 0, 0).problem();

        Report report = accepted(problem, timed(problem, PyTorchCsv.read(file.text(), problem)));

        assertThat(report.makespan()).isEqualTo((8 + 4 - 1) * 3);
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).containsOnly(8L);
    }

    @Test
    void interleavingCutsTheBubbleByTheNumberOfChunks() {
        TorchFile file = TorchFile.named("Interleaved1F1B_p4_m8_v2.csv");
        Problem problem = file.instance().problem();

        Report report = accepted(problem, timed(problem, PyTorchCsv.read(file.text(), problem)));

        assertThat(report.makespan()).isEqualTo(8 * 2 * 3 + (4 - 1) * 3);
    }
}
