package org.takt.solver.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The command line's entrance: finds the command, runs it, turns what went wrong into a message and an exit code. */
public final class Main {
    private static final List<Command> COMMANDS = List.of(
            new SolveCommand(Engine.TAKT),
            new BatchCommand(Engine.TAKT),
            new VerifyCommand(),
            new ShowCommand(),
            new RobustCommand(),
            new ValidateCommand(),
            new BoundCommand(Engine.TAKT),
            new BaselinesCommand(Engine.TAKT),
            new BenchmarkRunCommand(Engine.TAKT),
            new BenchmarkCompareCommand(),
            new BenchmarkTableCommand(),
            new BenchmarkCheckCommand(Engine.TAKT),
            new ExportCommand(),
            new ImportCommand(),
            new GenerateModelCommand(),
            new GenerateCommand());

    private Main() {}

    /** Returns every command. */
    static List<Command> commands() {
        return COMMANDS;
    }

    /** Runs the command that the arguments name and exits. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(COMMANDS, List.of(args), new Console(System.in, out, err, Path.of("")))
                .code());
    }

    /** Runs the command that the arguments name; never throws. */
    static ExitCode run(List<Command> commands, List<String> args, Console console) {
        ExitCode exitCode = dispatch(commands, args, console);
        if (console.out().checkError() && exitCode == ExitCode.OK) {
            console.err().println("takt: Standard output was closed before everything was written.");
            return ExitCode.USAGE;
        }
        return exitCode;
    }

    private static ExitCode dispatch(List<Command> commands, List<String> args, Console console) {
        if (args.isEmpty()) {
            console.err().print(HelpText.overview(commands));
            return ExitCode.USAGE;
        }
        String word = args.get(0);
        if (word.equals("--help") || word.equals("-h") || word.equals("help")) {
            console.out().print(HelpText.overview(commands));
            return ExitCode.OK;
        }
        if (word.equals("--version")) {
            console.out().println(Version.describe());
            return ExitCode.OK;
        }
        Optional<Command> command = commands.stream()
                .filter(candidate -> isNamedBy(candidate, args))
                .findFirst();
        if (command.isEmpty()) {
            console.err().println("takt: " + unknown(commands, word));
            return ExitCode.USAGE;
        }
        return run(command.get(), args.subList(words(command.get()).size(), args.size()), console);
    }

    private static boolean isNamedBy(Command command, List<String> args) {
        List<String> words = words(command);
        return args.size() >= words.size() && args.subList(0, words.size()).equals(words);
    }

    private static List<String> words(Command command) {
        return List.of(command.name().split(" "));
    }

    private static String unknown(List<Command> commands, String word) {
        List<String> longer = commands.stream()
                .map(Command::name)
                .filter(name -> name.startsWith(word + " "))
                .toList();
        return longer.isEmpty()
                ? "There is no command \"" + word + "\". Type takt --help for the commands."
                : "The command \"" + word + "\" is not complete, expected one of: " + String.join(", ", longer) + ".";
    }

    private static ExitCode run(Command command, List<String> args, Console console) {
        try {
            Arguments arguments = Arguments.parse(command.options(), args);
            if (arguments.has(Arguments.HELP)) {
                console.out().print(HelpText.of(command));
                return ExitCode.OK;
            }
            return command.run(arguments, console);
        } catch (CommandFailure failure) {
            return report(failure, command, console);
        } catch (OutOfMemoryError error) {
            console.err().println("takt: Out of memory; give the JVM more, for example java -Xmx8g -jar takt.jar.");
            return ExitCode.INTERNAL_ERROR;
        } catch (RuntimeException | Error error) {
            return report(error, args, console);
        }
    }

    private static ExitCode report(CommandFailure failure, Command command, Console console) {
        failure.text().lines().forEach(line -> console.err().println("takt: " + line));
        if (failure.exitCode() == ExitCode.USAGE) {
            console.err().println("Type takt " + command.name() + " --help for its arguments.");
        }
        return failure.exitCode();
    }

    private static ExitCode report(Throwable error, List<String> args, Console console) {
        String oneLine = error.toString().replaceAll("\\s*\\R\\s*", " ");
        if (args.contains("--" + Arguments.STACK_TRACE)) {
            console.err().println("takt: Internal error.");
            error.printStackTrace(console.err());
        } else {
            console.err().println("takt: Internal error: " + oneLine + "; run with --stack-trace for details.");
        }
        return ExitCode.INTERNAL_ERROR;
    }
}
