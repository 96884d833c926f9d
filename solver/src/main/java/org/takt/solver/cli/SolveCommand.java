package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
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
        options.addOption(Arguments.json());
        options.addOption(Arguments.flag(QUIET, "do not show progress on standard error"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String file = arguments.onlyPositional("INSTANCE.json");
        CancelToken token = new CancelToken();
        SolveOptions options = SearchArguments.options(arguments, token);
        Instance instance = SearchArguments.withObjective(arguments, InputFiles.instance(console, file));
        Optional<SegmentDecision> decision = SegmentDecision.asked(arguments, instance);
        SolveOutput output = SolveOutput.plan(arguments, console, instance, console.path(file), decision.isPresent());
        SolveListener listener = arguments.has(QUIET) ? SolveListener.NONE : new ProgressTable(console.err());
        try (Interruption interruption = Interruption.cancelling(token)) {
            Solved solved;
            if (decision.isPresent()) {
                solved = solveCuts(decision.get(), options, listener, output);
            } else if (instance.objective() instanceof Objective.Period) {
                solved = solvePeriod(instance, options, output);
            } else {
                solved = solve(instance, options, listener, output);
            }
            print(solved, arguments.has(Arguments.JSON), console);
            return exitCode(solved, interruption, console);
        }
    }

    /**
     * What a solve came to.
     *
     * @param isFound whether there is a schedule
     * @param infeasibility why there can be none
     * @param lines what to tell the user of decisions and files
     * @param text what was found, for people
     * @param json the same as one object
     */
    private record Solved(
            boolean isFound,
            Optional<String> infeasibility,
            List<String> lines,
            Supplier<String> text,
            Supplier<String> json) {}

    private Solved solve(Instance instance, SolveOptions options, SolveListener listener, SolveOutput output) {
        Solution solution = engine.solve(instance, options, listener);
        SolveOutput.Written written = output.write(instance, solution);
        return new Solved(
                solution.best().isPresent(),
                solution.infeasibility(),
                written.lines(),
                () -> SolveSummary.of(instance, solution),
                () -> JsonText.of(instance, options, solution, written));
    }

    /** The schedule is one of the instance that is cut as decided, which is written too. */
    private Solved solveCuts(
            SegmentDecision decision, SolveOptions options, SolveListener listener, SolveOutput output) {
        SegmentationSearch.Result result = decision.solve(engine, options, listener);
        Instance cut = result.instance();
        SolveOutput.Written written = output.write(cut, result.solution());
        List<String> lines = new ArrayList<>(SegmentDecision.describe(result));
        lines.addAll(written.lines());
        return new Solved(
                result.overall().best().isPresent(),
                result.overall().infeasibility(),
                lines,
                () -> SolveSummary.of(cut, result.overall()),
                () -> JsonText.of(options, result, written));
    }

    private Solved solvePeriod(Instance instance, SolveOptions options, SolveOutput output) {
        PeriodicSolution solution = engine.solvePeriod(instance, options);
        SolveOutput.Written written = output.write(instance, solution);
        return new Solved(
                solution.best().isPresent(),
                solution.infeasibility(),
                written.lines(),
                () -> PeriodicText.of(instance, solution),
                () -> PeriodicJson.of(instance, options, solution, written));
    }

    private static void print(Solved solved, boolean asJson, Console console) {
        if (asJson) {
            solved.lines().forEach(line -> console.err().println("takt: " + line));
            console.out().print(solved.json().get());
        } else {
            console.out().print(solved.text().get());
            solved.lines().forEach(line -> console.out().println(line));
        }
    }

    private static ExitCode exitCode(Solved solved, Interruption interruption, Console console) {
        if (solved.infeasibility().isPresent()) {
            console.err()
                    .println("takt: There is no schedule: "
                            + solved.infeasibility().get());
            return ExitCode.INFEASIBLE;
        }
        if (!solved.isFound()) {
            console.err()
                    .println(
                            interruption.hasHappened()
                                    ? "takt: Interrupted before a schedule was found."
                                    : "takt: No schedule was found within the time limit.");
        }
        if (interruption.hasHappened()) {
            return ExitCode.INTERRUPTED;
        }
        return solved.isFound() ? ExitCode.OK : ExitCode.NO_SCHEDULE;
    }
}
