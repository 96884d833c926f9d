package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** Files that commands read. What is missing, unreadable or invalid is an input failure. */
final class InputFiles {
    private InputFiles() {}

    static Instance instance(Console console, String file) { throw new UnsupportedOperationException(); }
    static Schedule schedule(Console console, String file, Problem problem) { throw new UnsupportedOperationException(); }
    static List<InstanceProblem> problems(Console console, String file) { throw new UnsupportedOperationException(); }

    /** Returns the content of a text file. */
    static String text(Console console, String file) {
        try {
            return Files.readString(console.path(file));
        } catch (IOException exception) {
            throw CommandFailure.input(file + " cannot be read: " + Failures.reason(exception) + ".");
        }
    }
}
