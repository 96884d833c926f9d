package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceWriter;
import org.takt.model.problem.Objective;
import org.takt.solver.CancelToken;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.segmentation.SegmentationSearch;

/** {@code takt solve}: finds a schedule, proves how good it is, and writes it. */
final class SolveCommand implements Command {
    private static final String QUIET = "quiet";

    private final Engine engine;

    SolveCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "solve";
    }

    @Override
    public String summary() {
        return "Finds a schedule for an instance, proves how good it is, and writes it.";
    }

    @Override
    public String synopsis() {
        return "INSTANCE.json [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        SearchArguments.addSearch(options);
        SearchArguments.addGap(options);
        SearchArguments.addObjective(options);
        SegmentDecision.addTo(options);
        options.addOption(Arguments.valued(
                OutputFiles.OUTPUT,
                "FILE.json",
                "the schedule to write, PyTorch's CSV beside it; default: NAME.schedule.json, by the instance's name"));
        options.addOption(Arguments.flag(Arguments.JSON, "print one JSON object instead of text"));
        options.addOption(Arguments.flag(QUIET, "do not show progress on standard error"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String file = arguments.onlyPositional("INSTANCE.json");
        CancelToken token = new CancelToken();
        SolveOptions options = SearchArguments.options(arguments, token);
        Instance instance = SearchArguments.withObjective(arguments, InputFiles.instance(console, file));
        SolveOutput output = SolveOutput.plan(arguments, console, instance);
        if (instance.objective() instanceof Objective.Period) {
            return solvePeriod(instance, options, output, arguments, console);
        }
        SegmentDecision decision = new SegmentDecision(arguments);
        if (decision.isAsked()) {
            return solveCuts(decision, instance, options, output, arguments, console);
        }
        SolveListener listener = arguments.has(QUIET) ? SolveListener.NONE : new ProgressTable(console.err());
        try (Interruption interruption = Interruption.cancelling(token)) {
            Solution solution = engine.solve(instance, options, listener);
            SolveOutput.Written written = output.write(instance, solution);
            if (arguments.has(Arguments.JSON)) {
                written.lines().forEach(line -> console.err().println("takt: " + line));
                console.out().print(JsonText.of(instance, options, solution, written));
            } else {
                console.out().print(SolveSummary.of(instance, solution));
                written.lines().forEach(line -> console.out().println(line));
            }
            return exitCode(solution.infeasibility(), solution.best().isPresent(), interruption, console);
        }
    }

    /** The schedule is one of the instance that is cut as decided, which is written too. */
    private static ExitCode solveCuts(
            SegmentDecision decision,
            Instance instance,
            SolveOptions options,
            SolveOutput output,
            Arguments arguments,
            Console console) {
        try (Interruption interruption = Interruption.cancelling(options.cancelToken())) {
            Optional<SegmentationSearch.Result> result = decision.solve(instance, options);
            if (result.isEmpty()) {
                return exitCode(Optional.empty(), false, interruption, console);
            }
            Instance cut = result.get().instance();
            Solution solution = result.get().solution();
            Path cutFile = console.path(instance.name() + ".cut.json");
            OutputFiles.write(cutFile, InstanceWriter.toJson(cut));
            SolveOutput.Written written = output.write(cut, solution);
            List<String> lines = new ArrayList<>(SegmentDecision.describe(result.get()));
            lines.add("Written: " + cutFile);
            lines.addAll(written.lines());
            if (arguments.has(Arguments.JSON)) {
                lines.forEach(line -> console.err().println("takt: " + line));
                console.out().print(JsonText.of(cut, options, solution, written));
            } else {
                console.out().print(SolveSummary.of(cut, solution));
                lines.forEach(line -> console.out().println(line));
            }
            return exitCode(Optional.empty(), true, interruption, console);
        }
    }

    private ExitCode solvePeriod(
            Instance instance, SolveOptions options, SolveOutput output, Arguments arguments, Console console) {
        try (Interruption interruption = Interruption.cancelling(options.cancelToken())) {
            PeriodicSolution solution = engine.solvePeriod(instance, options);
            SolveOutput.Written written = output.write(instance, solution);
            if (arguments.has(Arguments.JSON)) {
                written.lines().forEach(line -> console.err().println("takt: " + line));
                console.out().print(PeriodicJson.of(instance, options, solution, written));
            } else {
                console.out().print(PeriodicText.of(instance, solution));
                written.lines().forEach(line -> console.out().println(line));
            }
            return exitCode(solution.infeasibility(), solution.best().isPresent(), interruption, console);
        }
    }

    private static ExitCode exitCode(
            Optional<String> infeasibility, boolean isFound, Interruption interruption, Console console) {
        if (infeasibility.isPresent()) {
            console.err().println("takt: There is no schedule: " + infeasibility.get());
            return ExitCode.INFEASIBLE;
        }
        if (!isFound) {
            console.err()
                    .println(
                            interruption.hasHappened()
                                    ? "takt: Interrupted before a schedule was found."
                                    : "takt: No schedule was found within the time limit.");
        }
        if (interruption.hasHappened()) {
            return ExitCode.INTERRUPTED;
        }
        return isFound ? ExitCode.OK : ExitCode.NO_SCHEDULE;
    }
}
