package org.takt.solver.cli;

import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Objective;
import org.takt.model.verification.Report;
import org.takt.model.verification.Violation;

/** A verified schedule's figures, or the rules it breaks, for people. */
final class ReportText {
    private ReportText() {}

    /** Returns a line that says what the instance is. */
    static String describe(Instance instance) {
        return instance.name() + " (" + count(instance.devices().size(), "device") + ", "
                + count(instance.stages().size(), "stage") + ", "
                + count(instance.microBatches().size(), "micro-batch") + ")";
    }

    /** Returns the unit of an objective's values. */
    static String unit(Instance instance) {
        return instance.objective() instanceof Objective.PeakMemory ? instance.memoryUnit() : instance.timeUnit();
    }

    /** Adds the schedule's figures as rows of name and value. */
    static void addFigures(TextTable table, Instance instance, Report report) {
        table.row("Objective", report.objective() + " " + report.value() + " " + unit(instance));
        if (instance.objective() instanceof Objective.PeakMemory peak) {
            table.row("Makespan ceiling", peak.makespanCeiling() + " " + instance.timeUnit());
        }
        table.row("Makespan", report.makespan() + " " + instance.timeUnit());
        table.row("Max device span", report.maxDeviceSpan() + " " + instance.timeUnit());
        table.row("Bubble rate", PercentText.of(report.bubbleRate()));
        table.row("Published bubble rate", PercentText.of(report.publishedBubbleRate()));
    }

    /** Returns the table of the devices. */
    static String devices(Instance instance, Report report) {
        return DeviceTable.of(instance, report.devices(), "busy", report.makespan());
    }

    /** Returns what the verifier or the reader of an op-list refuses, one line each. */
    static String rejection(String file, List<String> reasons) {
        StringBuilder text = new StringBuilder();
        text.append(file)
                .append(" is rejected, ")
                .append(count(reasons.size(), "problem"))
                .append(":\n");
        reasons.forEach(reason -> text.append("  ").append(reason).append('\n'));
        return text.toString();
    }

    /** Returns the rules that a schedule breaks, as sentences. */
    static List<String> sentences(List<Violation> violations) {
        return violations.stream().map(Violation::message).toList();
    }

    static String count(int number, String thing) {
        String plural = thing.endsWith("ch") ? "es" : "s";
        return number + " " + thing + (number == 1 ? "" : plural);
    }
}
