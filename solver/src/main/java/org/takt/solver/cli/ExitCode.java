package org.takt.solver.cli;

/** How a command ended, as the process tells its caller. */
enum ExitCode {
    OK(0, "the command did what it was asked; for solve: a schedule is written"),
    INTERNAL_ERROR(1, "an error in Takt itself"),
    USAGE(2, "wrong arguments, or an output file that cannot be written"),
    INVALID_INPUT(3, "an input file that is missing, unreadable or invalid"),
    INFEASIBLE(4, "it is proved that there is no schedule"),
    NO_SCHEDULE(5, "a limit was reached before a schedule was found, or a certificate was proved again"),
    REJECTED(6, "the verifier rejected the schedule, or a certificate was refuted"),
    INTERRUPTED(130, "interrupted by Ctrl-C; for solve: the best schedule so far is written (143 after SIGTERM)");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
