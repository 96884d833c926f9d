package org.takt.solver.cli;

import java.util.Locale;
import org.takt.model.instance.Instance;
import org.takt.solver.Solution;
import org.takt.solver.Status;

/** What a solve found and proved, for people. */
final class SolveSummary {
    private SolveSummary() {}

    static String of(Instance instance, Solution solution) {
        TextTable table = new TextTable("<<");
        table.row("Instance", ReportText.describe(instance));
        table.row("Status", describe(solution.status()));
        if (solution.best().isPresent()) {
            ReportText.addFigures(table, instance, solution.best().get().report());
        } else {
            table.row("Objective", instance.objective().name());
        }
        if (solution.infeasibility().isEmpty()) {
            table.row("Lower bound", solution.certificate().value() + " " + ReportText.unit(instance));
        }
        if (solution.best().isPresent()) {
            table.row("Gap", PercentText.of(solution.gap()));
        }
        table.row("Proved", solution.certificate().describe());
        solution.best().ifPresent(best -> table.row("Found by", best.source()));
        table.row("Time", DurationText.format(solution.elapsed()));
        String devices = solution.best()
                .map(best -> "\n" + ReportText.devices(instance, best.report()))
                .orElse("");
        return table + devices;
    }

    /** Returns a status in words. */
    static String describe(Status status) {
        String word = status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (status) {
            case OPTIMAL -> word + ": the schedule reaches the lower bound";
            case WITHIN_GAP -> word + ": the schedule is as close to the lower bound as asked";
            case FEASIBLE -> word + ": a limit or a stop came before the asked gap was reached";
            case INFEASIBLE -> word + ": it is proved that there is no schedule";
            case UNKNOWN -> word + ": a limit or a stop came before a schedule was found or excluded";
        };
    }
}
