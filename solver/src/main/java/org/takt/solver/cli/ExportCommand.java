package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;
import org.takt.model.oplist.OpListException;
import org.takt.model.picture.Picture;

/** {@code takt export}: writes a schedule in the format of a runtime or as a picture. Exports only what the verifier accepts. */
final class ExportCommand implements Command {
    private static final String FORMAT = "format";
    static final String COMPARE = "compare";
    private static final String COMPARE_INSTANCE = "compare-instance";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String summary() {
        return "Writes a schedule, once it is verified, in the format of a runtime or as a picture.";
    }

    @Override
    public String synopsis() {
        return "--schedule FILE.json --instance INSTANCE.json --format FORMAT [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        ScheduleArguments.addTo(options);
        options.addOption(Arguments.valued(FORMAT, "FORMAT", String.join(", ", formatNames())));
        ExportWishes.addTo(options);
        options.addOption(
                Arguments.valued(COMPARE, "FILE", "a second schedule, on the same time axis; for pictures only"));
        options.addOption(Arguments.valued(
                COMPARE_INSTANCE, "FILE", "the instance of the second schedule; default: that of the first"));
        options.addOption(Arguments.valued(OutputFiles.OUTPUT, "FILE", "the file to write; default: standard output"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        arguments.requireNoPositionals();
        String formatName = arguments.required(FORMAT);
        Optional<PictureFormat> picture = PictureFormat.named(formatName);
        if (picture.isEmpty()) {
            requireOneSchedule(arguments, formatName);
        }
        Optional<ExportFormat> opList =
                picture.isPresent() ? Optional.empty() : Optional.of(ExportFormat.named(formatName));
        Optional<ExportWishes> wishes = opList.map(format -> ExportWishes.of(arguments, format));
        Optional<Path> output = OutputFiles.requested(
                arguments,
                console,
                arguments.values(ScheduleArguments.SCHEDULE, ScheduleArguments.INSTANCE, COMPARE, COMPARE_INSTANCE));
        VerifiedSchedule first = VerifiedSchedule.read(
                arguments,
                console,
                ScheduleArguments.schedule(arguments),
                ScheduleArguments.instance(arguments, console));
        if (picture.isPresent()) {
            OutputFiles.print(console, output, picture.get().write(pictures(arguments, console, first)));
        } else {
            Exported exported = export(opList.orElseThrow(), first, wishes.orElseThrow());
            exported.notes().forEach(note -> console.err().println("takt: Note: " + note));
            OutputFiles.print(console, output, exported.text());
        }
        return ExitCode.OK;
    }

    /** Returns the names of all formats. */
    static List<String> formatNames() {
        return Stream.concat(ExportFormat.names().stream(), PictureFormat.names().stream())
                .toList();
    }

    private static void requireOneSchedule(Arguments arguments, String formatName) {
        if (arguments.has(COMPARE) || arguments.has(COMPARE_INSTANCE)) {
            throw CommandFailure.usage("Option --" + COMPARE + " is for " + String.join(", ", PictureFormat.names())
                    + "; the format is \"" + formatName + "\".");
        }
    }

    private static List<Picture> pictures(Arguments arguments, Console console, VerifiedSchedule first) {
        Optional<String> file = arguments.value(COMPARE);
        Optional<String> instance = arguments.value(COMPARE_INSTANCE);
        if (file.isEmpty()) {
            if (instance.isPresent()) {
                throw CommandFailure.usage("Option --" + COMPARE_INSTANCE + " needs option --" + COMPARE + ".");
            }
            return List.of(first.picture());
        }
        VerifiedSchedule second = VerifiedSchedule.read(
                arguments,
                console,
                file.get(),
                instance.isPresent() ? InputFiles.instance(console, instance.get()) : first.instance());
        return List.of(first.picture(), second.picture());
    }

    private static Exported export(ExportFormat format, VerifiedSchedule verified, ExportWishes wishes) {
        try {
            return format.write(
                    verified.instance(),
                    verified.passed().problem(),
                    verified.passed().schedule(),
                    wishes);
        } catch (OpListException exception) {
            throw CommandFailure.usage(
                    "The format " + format.formatName() + " cannot express this schedule: " + exception.getMessage());
        }
    }
}
