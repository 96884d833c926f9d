package org.takt.solver.cli;

import java.util.List;
import org.apache.commons.cli.Options;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;

/** {@code takt baselines}: compares the published schedule families with each other and with the solver. */
final class BaselinesCommand implements Command {
    private static final String CSV = "csv";

    private final Engine engine;

    BaselinesCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "baselines";
    }

    @Override
    public String summary() {
        return "Compares the published schedule families on an instance, and the solver with them.";
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
        SearchArguments.addBatchObjective(options);
        options.addOption(Arguments.json());
        options.addOption(Arguments.flag(CSV, "print comma-separated values instead of text"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String file = arguments.onlyPositional("INSTANCE.json");
        if (arguments.has(CSV) && arguments.has(Arguments.JSON)) {
            throw CommandFailure.usage("Options --" + CSV + " and --" + Arguments.JSON + " exclude each other.");
        }
        CancelToken token = new CancelToken();
        SolveOptions options = SearchArguments.options(arguments, token);
        Instance instance = SearchArguments.withBatchObjective(arguments, InputFiles.instance(console, file));
        try (Interruption interruption = Interruption.cancelling(token)) {
            List<Baseline> baselines = Baselines.of(Expander.expand(instance), instance.memoryUnit());
            Solution solution = engine.solve(instance, options, SolveListener.NONE);
            BaselineTable table = new BaselineTable(instance, baselines, solution);
            if (arguments.has(Arguments.JSON)) {
                console.out().print(table.json());
            } else {
                console.out().print(arguments.has(CSV) ? table.csv() : table.text());
            }
            if (solution.infeasibility().isPresent()) {
                throw CommandFailure.infeasible(solution.infeasibility().get());
            }
            return interruption.hasHappened() ? ExitCode.INTERRUPTED : ExitCode.OK;
        }
    }
}
