package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;
import org.takt.solver.CancelToken;
import org.takt.solver.SolveOptions;
import org.takt.solver.benchmark.BenchmarkRecord;
import org.takt.solver.benchmark.ExactPeer;
import org.takt.solver.benchmark.RecordCheck;
import org.takt.solver.benchmark.RecordChecker;
import org.takt.solver.benchmark.Results;
import org.takt.solver.benchmark.Session;
import org.takt.solver.benchmark.TaktContestant;
import org.takt.solver.benchmark.Trial;

/** {@code takt benchmark check}: proves the bounds of a run again, and verifies the schedules that it kept. */
final class BenchmarkCheckCommand implements Command {
    private static final List<String> SOLVERS = List.of(TaktContestant.NAME, ExactPeer.NAME);

    private final Engine engine;

    BenchmarkCheckCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "benchmark check";
    }

    @Override
    public String summary() {
        return "Proves the bounds of a benchmark run again from the instances alone, and verifies the schedules it kept.";
    }

    @Override
    public String synopsis() {
        return "FOLDER [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        SearchArguments.addSearch(options);
        BenchmarkSets.addTo(options);
        options.addOption(BenchmarkSolver.option(SOLVERS));
        options.addOption(Arguments.json());
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String folder = arguments.onlyPositional("FOLDER");
        String solver = BenchmarkSolver.of(arguments, SOLVERS);
        CancelToken token = new CancelToken();
        SolveOptions options = SearchArguments.options(arguments, token);
        Path path = console.path(folder);
        Results results = BenchmarkSets.read(folder, () -> Results.read(path));
        RecordChecker checker = new RecordChecker(results, trials(arguments, console, results), options);
        BenchmarkCheckReport report = new BenchmarkCheckReport(console, arguments.has(Arguments.JSON));
        try (Interruption interruption = Interruption.cancelling(token)) {
            for (BenchmarkRecord record : results.records()) {
                if (record.solver().equals(solver) && record.bound().isPresent() && !token.isCancelled()) {
                    report.add(check(checker, record));
                }
            }
            ExitCode code = report.finish(folder, solver);
            return interruption.hasHappened() ? ExitCode.INTERRUPTED : code;
        }
    }

    private List<Trial> trials(Arguments arguments, Console console, Results results) {
        String sets = arguments
                .value(BenchmarkSets.SET)
                .orElseGet(() ->
                        results.sessions().stream().map(Session::set).distinct().collect(Collectors.joining(",")));
        return BenchmarkSets.of(sets, arguments, console)
                .trials(Optional.empty(), List.of(new TaktContestant(engine::solve)));
    }

    private static RecordCheck check(RecordChecker checker, BenchmarkRecord record) {
        try {
            return checker.check(record);
        } catch (IOException exception) {
            throw CommandFailure.input("The schedule of " + record.key().describe() + " cannot be read: "
                    + Failures.reason(exception) + ".");
        }
    }
}
