package org.takt.solver.cli;

import java.util.List;
import org.apache.commons.cli.Option;
import org.takt.solver.benchmark.TaktContestant;

/** The option that says whose records of a benchmark run are meant. */
final class BenchmarkSolver {
    private static final String SOLVER = "solver";

    private BenchmarkSolver() {}

    /** Returns the option. */
    static Option option(List<String> known) {
        return Arguments.valued(
                SOLVER, "NAME", "whose records: " + String.join(", ", known) + "; default " + TaktContestant.NAME);
    }

    /** Returns the solver that the arguments name, one of those known. */
    static String of(Arguments arguments, List<String> known) {
        String name = arguments.value(SOLVER).orElse(TaktContestant.NAME);
        if (!known.contains(name)) {
            throw CommandFailure.usage(
                    "Option --" + SOLVER + " is \"" + name + "\", expected one of " + String.join(", ", known) + ".");
        }
        return name;
    }
}
