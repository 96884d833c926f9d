package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.solver.CancelToken;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.Certificate;

/** {@code takt bound}: proves lower bounds without looking for a schedule. */
final class BoundCommand implements Command {
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
        return "Proves lower bounds on an instance's objective and lists them, the best last.";
    }

    @Override
    public String synopsis() {
        return "INSTANCE.json [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        SearchArguments.addSearch(options);
        SearchArguments.addObjective(options);
        options.addOption(Arguments.flag(Arguments.JSON, "print one JSON object instead of text"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String file = arguments.onlyPositional("INSTANCE.json");
        CancelToken token = new CancelToken();
        SolveOptions options = SearchArguments.options(arguments, token);
        Instance instance = SearchArguments.withBatchObjective(arguments, InputFiles.instance(console, file));
        try (Interruption interruption = Interruption.cancelling(token)) {
            List<Certificate> certificates = new ArrayList<>(engine.bound(instance, options));
            certificates.sort(Comparator.comparingLong(Certificate::value));
            console.out()
                    .print(
                            arguments.has(Arguments.JSON)
                                    ? JsonText.of(instance, certificates)
                                    : text(instance, certificates));
            return interruption.hasHappened() ? ExitCode.INTERRUPTED : ExitCode.OK;
        }
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
