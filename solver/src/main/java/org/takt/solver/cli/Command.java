package org.takt.solver.cli;

import org.apache.commons.cli.Options;

/**
 * One command. A new one is one new class, one name in {@code permits} and one line in {@link Main}. Commands are
 * stateless.
 */
sealed interface Command
        permits BaselinesCommand,
                BatchCommand,
                BenchmarkCheckCommand,
                BenchmarkCompareCommand,
                BenchmarkRunCommand,
                BenchmarkTableCommand,
                BoundCommand,
                ExportCommand,
                GenerateCommand,
                GenerateModelCommand,
                ImportCommand,
                RobustCommand,
                ShowCommand,
                SolveCommand,
                ValidateCommand,
                VerifyCommand {
    /** Returns the word that selects the command, or several with blanks between. */
    String name();

    /** Returns what the command does, in one sentence for the overview. */
    String summary();

    /** Returns what to type after the name, such as {@code INSTANCE.json [OPTION...]}. */
    String synopsis();

    /** Returns the command's own options, in the order in which help lists them. */
    Options options();

    /**
     * Does the work.
     *
     * @throws CommandFailure if it cannot be done
     */
    ExitCode run(Arguments arguments, Console console);
}
