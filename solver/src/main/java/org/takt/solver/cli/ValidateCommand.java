package org.takt.solver.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.takt.model.instance.InstanceProblem;

/** {@code takt validate}: says everything that is wrong with instance files. */
final class ValidateCommand implements Command {
    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String summary() {
        return "Checks instance files and lists every problem with the JSON pointer of its place.";
    }

    @Override
    public String synopsis() {
        return "FILE... [OPTION...]";
    }

    @Override
    public Options options() {
        return new Options().addOption(Arguments.json());
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        List<String> files = arguments.positionals();
        if (files.isEmpty()) {
            throw CommandFailure.usage("The argument FILE is missing.");
        }
        Map<String, List<InstanceProblem>> problems = new LinkedHashMap<>();
        files.forEach(file -> problems.put(file, InputFiles.problems(console, file)));
        if (arguments.has(Arguments.JSON)) {
            console.out().print(JsonText.of(problems));
        } else {
            problems.forEach((file, found) -> print(console, file, found));
        }
        return problems.values().stream().allMatch(List::isEmpty) ? ExitCode.OK : ExitCode.INVALID_INPUT;
    }

    private static void print(Console console, String file, List<InstanceProblem> problems) {
        if (problems.isEmpty()) {
            console.out().println(file + ": valid");
        }
        problems.forEach(problem -> console.out().println(problem.in(file)));
    }
}
