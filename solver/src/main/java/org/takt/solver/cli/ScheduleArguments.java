package org.takt.solver.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;

/** The options that several commands share: a schedule, the instance that it is for, and how to read it. */
final class ScheduleArguments {
    static final String SCHEDULE = "schedule";
    static final String INSTANCE = "instance";

    private ScheduleArguments() {}

    static void addTo(Options options) {
        options.addOption(Arguments.valued(SCHEDULE, "FILE", "the schedule: .json is Takt's op-list, .csv PyTorch's"));
        addInstance(options);
    }

    /** Adds the options but the schedule, for a command whose argument that is. */
    static void addInstance(Options options) {
        options.addOption(Arguments.valued(INSTANCE, "FILE", "the instance that the schedule is for"));
        ScheduleReading.addCsvOptions(options);
    }

    /** Refuses options on how to read a file of PyTorch's where there is none. */
    static void requireCsvForItsOptions(Arguments arguments) {
        boolean isCsv = Stream.of(
                        arguments.positionals().stream(),
                        arguments.value(SCHEDULE).stream(),
                        arguments.value(ExportCommand.COMPARE).stream())
                .flatMap(files -> files)
                .anyMatch(file -> file.toLowerCase(Locale.ROOT).endsWith(".csv"));
        for (String option : List.of(ScheduleReading.MICRO_BATCHES, ScheduleReading.CSV_FORM)) {
            if (arguments.has(option) && !isCsv) {
                throw CommandFailure.usage("Option --" + option + " goes with a schedule in a .csv file only.");
            }
        }
    }

    static String schedule(Arguments arguments) {
        return arguments.required(SCHEDULE);
    }

    static Instance instance(Arguments arguments, Console console) {
        return InputFiles.instance(console, arguments.required(INSTANCE));
    }
}
