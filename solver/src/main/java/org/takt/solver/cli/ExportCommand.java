package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.oplist.OpListException;
import org.takt.model.problem.Objective;

/** {@code takt export}: writes a schedule in the format of a runtime. Exports only what the verifier accepts. */
final class ExportCommand implements Command {
    private static final String FORMAT = "format";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String summary() {
        return "Writes a schedule, once it is verified, in the format of a runtime.";
    }

    @Override
    public String synopsis() {
        return "--schedule FILE.json --instance INSTANCE.json --format FORMAT [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(Arguments.valued(
                VerifyCommand.SCHEDULE, "FILE", "the schedule: .json is Takt's op-list, .csv PyTorch's"));
        options.addOption(Arguments.valued(VerifyCommand.INSTANCE, "FILE", "the instance that the schedule is for"));
        ScheduleReading.addMicroBatches(options);
        options.addOption(Arguments.valued(FORMAT, "FORMAT", String.join(" or ", ExportFormat.names())));
        options.addOption(Arguments.valued(OutputFiles.OUTPUT, "FILE", "the file to write; default: standard output"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        arguments.requireNoPositionals();
        ExportFormat format = ExportFormat.named(arguments.required(FORMAT));
        String file = arguments.required(VerifyCommand.SCHEDULE);
        Optional<Path> output = OutputFiles.requested(arguments, console);
        Instance instance = InputFiles.instance(console, arguments.required(VerifyCommand.INSTANCE));
        if (instance.objective() instanceof Objective.Period) {
            throw CommandFailure.usage(
                    "The instance's objective is PERIOD, but no format that takt export writes can express what repeats.");
        }
        ScheduleCheck check = ScheduleReading.check(arguments, console, file, instance);
        check.notes().forEach(note -> console.err().println("takt: Note: " + note));
        if (check instanceof ScheduleCheck.Failed failed) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    List.of(ReportText.rejection(file, failed.reasons()).split("\n")));
        }
        OutputFiles.print(console, output, text(format, instance, (ScheduleCheck.Passed) check));
        return ExitCode.OK;
    }

    private static String text(ExportFormat format, Instance instance, ScheduleCheck.Passed passed) {
        try {
            return format.write(instance, passed.problem(), passed.schedule());
        } catch (OpListException exception) {
            throw CommandFailure.usage(
                    "The format " + format.formatName() + " cannot express this schedule: " + exception.getMessage());
        }
    }
}
