package org.takt.solver.cli;

import org.apache.commons.cli.Options;
import org.takt.model.picture.TextGantt;

/** {@code takt show}: draws a small schedule in the terminal. */
final class ShowCommand implements Command {
    private static final String WIDTH = "width";

    @Override
    public String name() {
        return "show";
    }

    @Override
    public String summary() {
        return "Draws a schedule (Takt's JSON or PyTorch's CSV) as text, a line for each device.";
    }

    @Override
    public String synopsis() {
        return "FILE.json|FILE.csv --instance INSTANCE.json [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        ScheduleArguments.addInstance(options);
        options.addOption(Arguments.valued(
                WIDTH,
                "COLUMNS",
                "the widest line, at least " + TextGantt.LEAST_WIDTH + "; default " + TextGantt.WIDTH));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String file = arguments.onlyPositional("FILE");
        int width = arguments.integer(WIDTH, TextGantt.LEAST_WIDTH).orElse(TextGantt.WIDTH);
        VerifiedSchedule verified =
                VerifiedSchedule.read(arguments, console, file, ScheduleArguments.instance(arguments, console));
        console.out().print(TextGantt.draw(verified.picture(), width));
        return ExitCode.OK;
    }
}
