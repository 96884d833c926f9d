package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Objective;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

class ReportTextTest {
    private static final Report REPORT = new Report(
            "MAKESPAN",
            40,
            40,
            36,
            0,
            0,
            List.of(
                    new DeviceReport("d0", 30, 0, 36, 7, 4, OptionalLong.of(8), 2),
                    new DeviceReport("d1", 20, 4, 40, 5, 4, OptionalLong.empty(), 1)));

    @Test
    void describesInstancesInSingularAndPlural() {
        assertThat(ReportText.describe(Instances.of(1, 2).instance()))
                .isEqualTo("fixture (1 device, 1 stage, 2 micro-batches)");
    }

    @Test
    void listsFiguresWithUnits() {
        TextTable table = new TextTable("<<");
        ReportText.addFigures(table, Instances.of(2, 1).instance(), REPORT);
        assertThat(table).hasToString("""
                Objective              MAKESPAN 40 us
                Makespan               40 us
                Max device span        36 us
                Bubble rate            37.50 %
                Published bubble rate  25.00 %
                """);
    }

    @Test
    void showsTheCeilingThatPeakMemoryIsMinimisedUnder() {
        Instance instance =
                Instances.of(2, 1).objective(new Objective.PeakMemory(44)).instance();
        TextTable table = new TextTable("<<");
        ReportText.addFigures(table, instance, REPORT);
        assertThat(table.toString()).contains("Makespan ceiling       44 us");
        assertThat(ReportText.unit(instance)).isEqualTo("MiB");
    }

    @Test
    void showsPeakMemoryAgainstTheLimitOfEachDevice() {
        assertThat(ReportText.devices(Instances.of(2, 1).instance(), REPORT)).isEqualTo("""
                Device  busy [us]     idle  peak [MiB]  limit [MiB]  in flight
                d0             30  25.00 %           7            8          2
                d1             20  50.00 %           5            -          1
                """);
    }

    @Test
    void listsReasonsOfARejection() {
        assertThat(ReportText.rejection("a.csv", List.of("First.", "Second.")))
                .isEqualTo("a.csv is rejected, 2 problems:\n  First.\n  Second.\n");
    }
}
