package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Instance;
import org.takt.model.json.ClaimedBound;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;
import org.takt.solver.search.CertificateCheck;

/** {@code takt bound --check}: proves the certificate of a file again and tells of each step. */
final class BoundCheck {
    private final Console console;

    BoundCheck(Console console) {
        this.console = console;
    }

    /**
     * Checks a certificate.
     *
     * @param original the instance with its own objective; the certificate says which one it bounds
     */
    ExitCode run(Instance original, ClaimedBound claimed, SolveOptions options, boolean asJson) {
        Instance instance = original.withObjective(claimed.objective());
        List<JsonObject> steps = new ArrayList<>();
        if (!asJson) {
            console.out().println(headline(instance, claimed.certificate()));
        }
        CertificateCheck.Outcome outcome = Takt.check(instance, claimed.certificate(), options, step -> {
            if (asJson) {
                steps.add(json(step));
            } else {
                console.out().println(line(step));
            }
        });
        console.out().print(asJson ? json(instance, claimed.certificate(), outcome, steps) : verdict(outcome));
        return exitCode(outcome);
    }

    private static String headline(Instance instance, Certificate certificate) {
        return "Lower bound of " + certificate.value() + " " + ReportText.unit(instance) + " on "
                + instance.objective().name() + " of " + ReportText.describe(instance);
    }

    private static String line(CertificateCheck.Step step) {
        String reason = step.reason().isEmpty() ? "" : ": " + step.reason();
        return String.format(
                Locale.ROOT,
                "%-12s %7s  %s%s",
                name(step.outcome()),
                DurationText.format(step.elapsed()),
                step.claim(),
                reason);
    }

    private static String verdict(CertificateCheck.Outcome outcome) {
        return switch (outcome) {
            case PROVED -> "The certificate is proved again.\n";
            case UNPROVED -> "The certificate is neither proved nor refuted within the time limit.\n";
            case REFUTED -> "The certificate is refuted.\n";
        };
    }

    static String name(CertificateCheck.Outcome outcome) {
        return switch (outcome) {
            case PROVED -> "proved again";
            case UNPROVED -> "unproved";
            case REFUTED -> "refuted";
        };
    }

    private static String json(
            Instance instance, Certificate certificate, CertificateCheck.Outcome outcome, List<JsonObject> steps) {
        return new JsonObject()
                        .with("instance", instance.name())
                        .with("objective", instance.objective().name())
                        .with("lowerBound", certificate.value())
                        .with("unit", ReportText.unit(instance))
                        .with("outcome", outcome.name())
                        .with("steps", steps)
                + "\n";
    }

    private static JsonObject json(CertificateCheck.Step step) {
        return new JsonObject()
                .with("claim", step.claim())
                .with("outcome", step.outcome().name())
                .with("reason", step.reason())
                .with("seconds", step.elapsed().toMillis() / 1000.0);
    }

    static ExitCode exitCode(CertificateCheck.Outcome outcome) {
        return switch (outcome) {
            case PROVED -> ExitCode.OK;
            case UNPROVED -> ExitCode.NO_SCHEDULE;
            case REFUTED -> ExitCode.REJECTED;
        };
    }
}
