package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.json.InstanceReader;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** Files that commands read. What is missing, unreadable or invalid is an input failure. */
final class InputFiles {
    private InputFiles() {}

    /** Returns the instance that a file holds. */
    static Instance instance(Console console, String file) {
        try {
            return InstanceReader.read(console.path(file));
        } catch (InvalidInstanceException exception) {
            throw invalid(file, exception.problems());
        } catch (IOException exception) {
            throw unreadable(file, exception);
        }
    }

    /** Returns everything that is wrong with an instance file; nothing if it is valid. */
    static List<InstanceProblem> problems(Console console, String file) {
        try {
            InstanceReader.read(console.path(file));
            return List.of();
        } catch (InvalidInstanceException exception) {
            return exception.problems();
        } catch (IOException exception) {
            return List.of(new InstanceProblem("", "The file cannot be read: " + Failures.reason(exception) + "."));
        }
    }

    static Schedule schedule(Console console, String file, Problem problem) {
        throw new UnsupportedOperationException();
    }

    /** Returns the content of a text file. */
    static String text(Console console, String file) {
        try {
            return Files.readString(console.path(file));
        } catch (IOException exception) {
            throw unreadable(file, exception);
        }
    }

    private static CommandFailure invalid(String file, List<InstanceProblem> problems) {
        return new CommandFailure(
                ExitCode.INVALID_INPUT,
                problems.stream().map(problem -> file + " " + problem).toList());
    }

    private static CommandFailure unreadable(String file, IOException exception) {
        return CommandFailure.input(file + " cannot be read: " + Failures.reason(exception) + ".");
    }
}
