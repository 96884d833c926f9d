package org.takt.solver.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.instance.Instance;
import org.takt.model.json.ClaimedBound;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;
import org.takt.solver.search.CertificateCheck.Outcome;
import org.takt.solver.search.CertificateCheck.Step;

/**
 * {@code takt bound --check}: proves the certificates of a file again, the last, which is the best, first. Tells of each step of a
 * single one, of several each. They share the time.
 */
final class BoundCheck {
    private final Instance original;
    private final SolveOptions options;
    private final boolean asJson;
    private final Console console;
    private final long begin = System.nanoTime();

    /** What became of a certificate. */
    private record Checked(ClaimedBound claimed, Outcome outcome, List<Step> steps, Duration elapsed) {}

    /**
     * Prepares a check; its clock starts here.
     *
     * @param original the instance with its own objective; certificates say which one they bound
     */
    BoundCheck(Instance original, SolveOptions options, boolean asJson, Console console) {
        this.original = original;
        this.options = options;
        this.asJson = asJson;
        this.console = console;
    }

    /** Checks certificates, at least one, and returns what the worst outcome of any amounts to. */
    ExitCode run(List<ClaimedBound> claimed) {
        boolean isSingle = claimed.size() == 1;
        tell(headline(claimed));
        List<Checked> all = new ArrayList<>();
        for (ClaimedBound bound : bestFirst(claimed)) {
            Checked checked = check(bound, isSingle ? step -> tell(line(step)) : step -> {});
            all.add(checked);
            if (!isSingle) {
                tell(line(checked));
            }
        }
        Outcome worst = all.stream().map(Checked::outcome).max(Enum::compareTo).orElseThrow();
        console.out().print(asJson ? json(worst, all) : verdict(worst, isSingle));
        return exitCode(worst);
    }

    private static List<ClaimedBound> bestFirst(List<ClaimedBound> claimed) {
        List<ClaimedBound> reversed = new ArrayList<>(claimed);
        Collections.reverse(reversed);
        return reversed;
    }

    private void tell(String line) {
        if (!asJson) {
            console.out().println(line);
        }
    }

    private Checked check(ClaimedBound claimed, Consumer<Step> listener) {
        long start = System.nanoTime();
        List<Step> steps = new ArrayList<>();
        Outcome outcome = outcome(claimed, step -> {
            steps.add(step);
            listener.accept(step);
        });
        return new Checked(claimed, outcome, steps, Duration.ofNanos(System.nanoTime() - start));
    }

    private Outcome outcome(ClaimedBound claimed, Consumer<Step> listener) {
        Instance instance = bounded(claimed);
        if (claimed instanceof ClaimedBound.OfPeriod period) {
            Step step = Takt.check(instance, period.certificate());
            listener.accept(step);
            return step.outcome();
        }
        Certificate certificate = ((ClaimedBound.OfBatch) claimed).certificate();
        return Takt.check(instance, certificate, options.withTimeLimit(timeLeft()), listener);
    }

    private Instance bounded(ClaimedBound claimed) {
        return InputFiles.made(() -> original.withObjective(claimed.objective()));
    }

    private Duration timeLeft() {
        Duration left = options.timeLimit().minusNanos(System.nanoTime() - begin);
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    private String headline(List<ClaimedBound> claimed) {
        String what = claimed.size() == 1
                ? headline(claimed.get(0))
                : "Lower bounds, " + claimed.size() + " certificates, the best first, on "
                        + claimed.get(0).objective().name();
        return what + " of " + ReportText.describe(original);
    }

    private String headline(ClaimedBound claimed) {
        String objective = claimed.objective().name();
        if (claimed instanceof ClaimedBound.OfPeriod period) {
            return "Lower bound of " + period.certificate().value() + " " + original.timeUnit() + " per micro-batch on "
                    + objective;
        }
        Certificate certificate = ((ClaimedBound.OfBatch) claimed).certificate();
        return certificate.derivation() instanceof Derivation.NoSchedule
                ? "No schedule for " + objective
                : "Lower bound of " + certificate.value() + " " + ReportText.unit(bounded(claimed)) + " on "
                        + objective;
    }

    private static String line(Step step) {
        return line(step.outcome(), step.elapsed(), step.claim(), step.reason());
    }

    private static String line(Checked checked) {
        String reason = checked.steps().stream()
                .filter(step -> step.outcome() == checked.outcome())
                .map(Step::reason)
                .findFirst()
                .orElse("");
        return line(checked.outcome(), checked.elapsed(), describe(checked.claimed()), reason);
    }

    private static String line(Outcome outcome, Duration elapsed, String claim, String reason) {
        return String.format(
                Locale.ROOT,
                "%-12s %7s  %s%s",
                name(outcome),
                DurationText.format(elapsed),
                claim,
                reason.isEmpty() ? "" : ": " + reason);
    }

    private static String describe(ClaimedBound claimed) {
        return claimed instanceof ClaimedBound.OfPeriod period
                ? period.certificate().describe()
                : ((ClaimedBound.OfBatch) claimed).certificate().describe();
    }

    private static String verdict(Outcome outcome, boolean isSingle) {
        String subject = isSingle ? "The certificate is " : "Of the certificates, the worst is ";
        String proved = isSingle ? "The certificate is proved again.\n" : "All certificates are proved again.\n";
        return switch (outcome) {
            case PROVED -> proved;
            case UNPROVED -> subject + "neither proved nor refuted within the time limit.\n";
            case REFUTED -> subject + "refuted.\n";
        };
    }

    static String name(Outcome outcome) {
        return switch (outcome) {
            case PROVED -> "proved again";
            case UNPROVED -> "unproved";
            case REFUTED -> "refuted";
        };
    }

    private String json(Outcome worst, List<Checked> all) {
        return new JsonObject()
                        .with("instance", original.name())
                        .with("outcome", worst.name())
                        .with("bounds", all.stream().map(BoundCheck::json).toList())
                + "\n";
    }

    private static JsonObject json(Checked checked) {
        return new JsonObject()
                .with("objective", checked.claimed().objective().name())
                .with("claim", describe(checked.claimed()))
                .with("outcome", checked.outcome().name())
                .with("steps", checked.steps().stream().map(BoundCheck::json).toList());
    }

    private static JsonObject json(Step step) {
        return new JsonObject()
                .with("claim", step.claim())
                .with("outcome", step.outcome().name())
                .with("reason", step.reason())
                .with("seconds", step.elapsed().toMillis() / 1000.0);
    }

    static ExitCode exitCode(Outcome outcome) {
        return switch (outcome) {
            case PROVED -> ExitCode.OK;
            case UNPROVED -> ExitCode.NO_SCHEDULE;
            case REFUTED -> ExitCode.REJECTED;
        };
    }
}
