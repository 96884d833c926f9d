package org.takt.solver.cli;

import java.util.List;

/** A command cannot go on; holds what to tell the user, one line or several, and how to exit. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    CommandFailure(ExitCode exitCode, List<String> lines) {
        this(exitCode, String.join("\n", lines));
    }

    /** Returns a failure by wrong arguments. */
    static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** Returns a failure by an input file. */
    static CommandFailure input(String message) {
        return new CommandFailure(ExitCode.INVALID_INPUT, message);
    }

    /** Returns the failure of an instance without any schedule, as its reason proves. */
    static CommandFailure infeasible(String reason) {
        return new CommandFailure(ExitCode.INFEASIBLE, "There is no schedule: " + reason);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** Returns what to tell the user. */
    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
