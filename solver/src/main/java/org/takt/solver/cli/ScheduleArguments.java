package org.takt.solver.cli;

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

    static String schedule(Arguments arguments) {
        return arguments.required(SCHEDULE);
    }

    static Instance instance(Arguments arguments, Console console) {
        return InputFiles.instance(console, arguments.required(INSTANCE));
    }
}
