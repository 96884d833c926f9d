package org.takt.solver.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Objective;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.verification.PeriodicReport;
import org.takt.model.verification.PeriodicVerdict;
import org.takt.model.verification.PeriodicVerifier;
import org.takt.solver.Takt;

/** {@code takt verify}: checks a schedule against every rule of an instance and reports its figures. */
final class VerifyCommand implements Command {

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "Checks a schedule (Takt's JSON or PyTorch's CSV) against an instance and reports its figures.";
    }

    @Override
    public String synopsis() {
        return "--schedule FILE.json|FILE.csv --instance INSTANCE.json [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        ScheduleArguments.addTo(options);
        SearchArguments.addObjective(options);
        options.addOption(Arguments.json());
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        arguments.requireNoPositionals();
        String file = ScheduleArguments.schedule(arguments);
        Instance instance = instance(arguments, console, file);
        if (instance.objective() instanceof Objective.Period) {
            return verifyPeriodic(file, instance, arguments, console);
        }
        ScheduleCheck check = ScheduleReading.check(arguments, console, file, instance);
        if (arguments.has(Arguments.JSON)) {
            console.out().print(JsonText.of(file, instance, check));
        } else {
            console.out().print(text(file, instance, check));
        }
        return check instanceof ScheduleCheck.Passed ? ExitCode.OK : ExitCode.REJECTED;
    }

    /** Without an objective in the arguments, a schedule of a steady state tells by itself that it is one. */
    private static Instance instance(Arguments arguments, Console console, String file) {
        Instance original = ScheduleArguments.instance(arguments, console);
        boolean isSteady = !SearchArguments.hasObjective(arguments)
                && file.toLowerCase(Locale.ROOT).endsWith(".json")
                && InputFiles.isPeriodic(console, file);
        return isSteady ? SearchArguments.steadyState(original) : SearchArguments.withObjective(arguments, original);
    }

    private static ExitCode verifyPeriodic(String file, Instance instance, Arguments arguments, Console console) {
        ScheduleArguments.requireCsvForItsOptions(arguments);
        if (!file.toLowerCase(Locale.ROOT).endsWith(".json")) {
            throw CommandFailure.usage("The schedule file is \"" + file
                    + "\", expected a name that ends in .json: no other format has a period.");
        }
        PeriodicSchedule schedule = InputFiles.periodicSchedule(console, file, instance);
        PeriodicVerdict verdict = new PeriodicVerifier(Takt.unit(instance, schedule.microBatches())).verify(schedule);
        Optional<PeriodicReport> report = verdict instanceof PeriodicVerdict.Accepted accepted
                ? Optional.of(accepted.report())
                : Optional.empty();
        List<String> reasons = verdict instanceof PeriodicVerdict.Rejected rejected
                ? ReportText.sentences(rejected.violations())
                : List.of();
        if (arguments.has(Arguments.JSON)) {
            console.out().print(PeriodicJson.of(file, instance, report, reasons));
        } else {
            console.out()
                    .print(report.map(found -> PeriodicText.verified(file, instance, found))
                            .orElseGet(() -> ReportText.rejection(file, reasons)));
        }
        return report.isPresent() ? ExitCode.OK : ExitCode.REJECTED;
    }

    private static String text(String file, Instance instance, ScheduleCheck check) {
        StringBuilder text = new StringBuilder();
        if (check instanceof ScheduleCheck.Failed failed) {
            text.append(ReportText.rejection(file, failed.reasons()));
        } else if (check instanceof ScheduleCheck.Passed passed) {
            text.append(file).append(" keeps every rule.\n\n");
            TextTable table = new TextTable("<<");
            table.row("Instance", ReportText.describe(instance));
            ReportText.addFigures(table, instance, passed.report());
            text.append(table).append('\n').append(ReportText.devices(instance, passed.report()));
        }
        check.notes().forEach(note -> text.append("Note: ").append(note).append('\n'));
        return text.toString();
    }
}
