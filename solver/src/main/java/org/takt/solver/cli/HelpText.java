package org.takt.solver.cli;

import java.util.List;
import org.apache.commons.cli.Option;

/** What help says: of all commands, and of one. */
final class HelpText {
    private HelpText() {}

    /** Returns the overview: commands and exit codes. */
    static String overview(List<Command> commands) {
        StringBuilder text = new StringBuilder("""
                Takt finds pipeline-parallel schedules and proves how good they are.

                Usage: takt COMMAND [ARGUMENT...]

                Commands:
                """);
        TextTable table = new TextTable("<<");
        commands.forEach(command -> table.row("  " + command.name(), command.summary()));
        text.append(table);
        text.append("""

                takt COMMAND --help explains a command, takt --version says which Takt this is.

                Exit codes:
                """);
        TextTable codes = new TextTable("><");
        for (ExitCode exitCode : ExitCode.values()) {
            codes.row("  " + exitCode.code(), exitCode.meaning());
        }
        return text.append(codes).toString();
    }

    /** Returns the help of one command. */
    static String of(Command command) {
        TextTable table = new TextTable("<<");
        for (Option option : Arguments.withCommon(command.options()).getOptions()) {
            String shortName = option.getOpt() == null ? "" : "-" + option.getOpt() + ", ";
            String value = option.hasArg() ? " " + option.getArgName() : "";
            table.row("  " + shortName + "--" + option.getLongOpt() + value, option.getDescription());
        }
        return "Usage: takt " + command.name() + " " + command.synopsis() + "\n\n" + command.summary()
                + "\n\nOptions:\n" + table;
    }
}
