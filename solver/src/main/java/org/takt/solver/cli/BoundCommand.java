package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Instance;
import org.takt.model.json.ClaimedBound;
import org.takt.solver.CancelToken;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;
import org.takt.solver.search.Infeasibility;

/** {@code takt bound}: proves lower bounds without looking for a schedule. */
final class BoundCommand implements Command {
    private static final String CHECK = "check";

    private final Engine engine;

    BoundCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "bound";
    }

    @Override
    public String summary() {
        return "Proves lower bounds on an instance's objective and lists them, the best last; or proves certificates again.";
    }

    @Override
    public String synopsis() {
        return "INSTANCE.json [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        SearchArguments.addSearch(options);
        SearchArguments.addBatchObjective(options);
        options.addOption(Arguments.valued(
                CHECK,
                "FILE.json",
                "prove again, from the instance alone, the bounds that a schedule or the output of --json claims"));
        options.addOption(Arguments.json());
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String file = arguments.onlyPositional("INSTANCE.json");
        CancelToken token = new CancelToken();
        SolveOptions options = SearchArguments.options(arguments, token);
        Instance original = InputFiles.instance(console, file);
        try (Interruption interruption = Interruption.cancelling(token)) {
            ExitCode code = arguments.has(CHECK)
                    ? check(original, options, arguments, console)
                    : prove(SearchArguments.withBatchObjective(arguments, original), options, arguments, console);
            return interruption.hasHappened() ? ExitCode.INTERRUPTED : code;
        }
    }

    private static ExitCode check(Instance original, SolveOptions options, Arguments arguments, Console console) {
        if (SearchArguments.hasObjective(arguments)) {
            throw CommandFailure.usage("Option --" + CHECK + " takes the objective from the certificate.");
        }
        List<ClaimedBound> claimed = InputFiles.certificates(console, arguments.required(CHECK), original);
        return new BoundCheck(original, options, arguments.has(Arguments.JSON), console).run(claimed);
    }

    private ExitCode prove(Instance instance, SolveOptions options, Arguments arguments, Console console) {
        Optional<Infeasibility> infeasibility = Takt.infeasibility(instance);
        if (infeasibility.isPresent()) {
            console.out()
                    .print(
                            arguments.has(Arguments.JSON)
                                    ? JsonText.of(instance, infeasibility.get())
                                    : text(instance, infeasibility.get()));
            throw CommandFailure.infeasible(infeasibility.get().reason());
        }
        List<Certificate> certificates = new ArrayList<>(engine.bound(instance, options));
        certificates.sort(Comparator.comparingLong(Certificate::value));
        console.out()
                .print(
                        arguments.has(Arguments.JSON)
                                ? JsonText.of(instance, certificates)
                                : text(instance, certificates));
        return ExitCode.OK;
    }

    private static String text(Instance instance, Infeasibility infeasibility) {
        return "Proved: " + infeasibility.certificate().describe() + " for " + ReportText.describe(instance) + "\n";
    }

    private static String text(Instance instance, List<Certificate> certificates) {
        TextTable table = new TextTable("<><<<>");
        table.row("", "value [" + ReportText.unit(instance) + "]", "bound", "scope", "engine", "seed");
        for (int index = 0; index < certificates.size(); index++) {
            Certificate certificate = certificates.get(index);
            boolean best = index == certificates.size() - 1;
            boolean closedForm = certificate.engine().equals(Certificate.CLOSED_FORM);
            table.row(
                    best ? "best" : "",
                    Long.toString(certificate.value()),
                    certificate.bound(),
                    certificate.scope(),
                    certificate.engine(),
                    closedForm ? "-" : Integer.toString(certificate.seed()));
        }
        return "Lower bounds on " + instance.objective().name() + " of " + ReportText.describe(instance) + "\n\n"
                + table;
    }
}
