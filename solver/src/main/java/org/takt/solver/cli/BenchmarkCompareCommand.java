package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;
import org.takt.solver.benchmark.Comparison;
import org.takt.solver.benchmark.ExactPeer;
import org.takt.solver.benchmark.FamiliesPeer;
import org.takt.solver.benchmark.PublishedPeer;
import org.takt.solver.benchmark.Results;
import org.takt.solver.benchmark.RunDifferences;
import org.takt.solver.benchmark.TaktContestant;

/** {@code takt benchmark compare}: compares two runs record by record. */
final class BenchmarkCompareCommand implements Command {
    private static final List<String> SOLVERS =
            List.of(TaktContestant.NAME, ExactPeer.NAME, FamiliesPeer.NAME, PublishedPeer.NAME);

    @Override
    public String name() {
        return "benchmark compare";
    }

    @Override
    public String summary() {
        return "Compares the results of two benchmark runs: gaps, values, bounds, times, wins and losses.";
    }

    @Override
    public String synopsis() {
        return "FOLDER_A FOLDER_B [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(BenchmarkSolver.option(SOLVERS));
        options.addOption(Arguments.json());
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        List<String> folders = arguments.positionals();
        if (folders.size() < 2) {
            throw CommandFailure.usage(
                    "The argument " + (folders.isEmpty() ? "FOLDER_A" : "FOLDER_B") + " is missing.");
        }
        if (folders.size() > 2) {
            throw Arguments.unexpected(folders.get(2));
        }
        String solver = BenchmarkSolver.of(arguments, SOLVERS);
        Results a = results(console, folders.get(0));
        Results b = results(console, folders.get(1));
        List<String> differences = RunDifferences.between(a, b);
        Comparison comparison = Comparison.of(solver, a.records(), b.records());
        console.out()
                .print(
                        arguments.has(Arguments.JSON)
                                ? BenchmarkComparisonJson.of(
                                        folders.get(0), folders.get(1), differences, solver, comparison)
                                : BenchmarkText.of(
                                        header(folders.get(0), a),
                                        header(folders.get(1), b),
                                        differences,
                                        solver,
                                        comparison));
        return ExitCode.OK;
    }

    private static String header(String folder, Results results) {
        return folder + "\n   " + BenchmarkMarkdown.limits(results) + "\n   " + BenchmarkMarkdown.sessions(results)
                + "\n";
    }

    private static Results results(Console console, String folder) {
        Path path = console.path(folder);
        return BenchmarkSets.read(folder, () -> Results.read(path));
    }
}
