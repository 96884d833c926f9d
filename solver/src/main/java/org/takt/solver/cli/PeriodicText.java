package org.takt.solver.cli;

import java.util.Locale;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.schedule.TimePerMicroBatch;
import org.takt.model.verification.PeriodicReport;
import org.takt.solver.PeriodicSolution;

/** What a solve for the objective PERIOD found, and the figures of a periodic schedule, for people. */
final class PeriodicText {
    private PeriodicText() {}

    /** Returns what a solve found and proved. */
    static String of(Instance instance, PeriodicSolution solution) {
        Optional<PeriodicReport> report = solution.best().map(PeriodicSolution.Best::report);
        TextTable table = new TextTable("<<");
        table.row("Instance", ReportText.describe(instance));
        table.row("Status", SolveSummary.describe(solution.status()));
        if (report.isPresent()) {
            addFigures(table, instance, report.get());
        } else {
            table.row("Objective", instance.objective().name());
        }
        if (solution.infeasibility().isEmpty()) {
            table.row("Lower bound", perMicroBatch(solution.certificate().value(), instance));
        }
        report.ifPresent(found -> table.row("Gap", PercentText.of(solution.gap())));
        table.row("Proved", solution.certificate().describe());
        solution.best().ifPresent(best -> table.row("Found by", best.source()));
        table.row("Time", DurationText.format(solution.elapsed()));
        return table + report.map(found -> "\n" + devices(instance, found)).orElse("");
    }

    /** Returns what the verifier says of a schedule that it accepts. */
    static String verified(String file, Instance instance, PeriodicReport report) {
        TextTable table = new TextTable("<<");
        table.row("Instance", ReportText.describe(instance));
        addFigures(table, instance, report);
        return file + " keeps every rule.\n\n" + table + "\n" + devices(instance, report);
    }

    private static void addFigures(TextTable table, Instance instance, PeriodicReport report) {
        table.row("Objective", instance.objective().name() + " " + perMicroBatch(report.timePerMicroBatch(), instance));
        table.row(
                "Period",
                report.period() + " " + instance.timeUnit() + " for "
                        + ReportText.count(report.microBatches(), "micro-batch"));
        table.row("Length of a unit", report.length() + " " + instance.timeUnit());
        table.row("Bubble rate", PercentText.of(report.bubbleRate()));
    }

    private static String perMicroBatch(TimePerMicroBatch value, Instance instance) {
        boolean isWhole = value.toString().indexOf('/') < 0;
        String rounded = isWhole ? "" : String.format(Locale.ROOT, " (%.3f)", value.approximate());
        return value + rounded + " " + instance.timeUnit() + " per micro-batch";
    }

    private static String devices(Instance instance, PeriodicReport report) {
        return DeviceTable.of(instance, report.devices(), "busy per period", report.period());
    }
}
