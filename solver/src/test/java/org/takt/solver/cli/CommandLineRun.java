package org.takt.solver.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a command did when it ran inside the test's JVM.
 *
 * @param exitCode how it ended
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
record CommandLineRun(ExitCode exitCode, String out, String err) {
    private static final List<Command> COMMANDS = List.of(
            new VerifyCommand(),
            new ShowCommand(),
            new RobustCommand(),
            new ValidateCommand(),
            new ExportCommand(),
            new ImportCommand(),
            new GenerateModelCommand(),
            new GenerateCommand());

    /** Runs a command that needs no engine, in a directory. */
    static CommandLineRun of(Path directory, String... words) {
        return of(COMMANDS, directory, words);
    }

    /** Runs a command on an engine, in a directory. */
    static CommandLineRun of(Engine engine, Path directory, String... words) {
        return of(
                List.of(
                        new SolveCommand(engine),
                        new BoundCommand(engine),
                        new BaselinesCommand(engine),
                        new BenchmarkRunCommand(engine),
                        new BenchmarkCompareCommand(),
                        new BenchmarkTableCommand(),
                        new BenchmarkCheckCommand(engine)),
                directory,
                words);
    }

    private static CommandLineRun of(List<Command> commands, Path directory, String... words) {
        return of(commands, directory, "", words);
    }

    /** Runs a command on an engine, in a directory, with a text on standard input. */
    static CommandLineRun withInput(Engine engine, Path directory, String input, String... words) {
        return of(List.of(new BatchCommand(engine)), directory, input, words);
    }

    private static CommandLineRun of(List<Command> commands, Path directory, String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory);
        ExitCode exitCode = Main.run(commands, List.of(words), console);
        return new CommandLineRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
