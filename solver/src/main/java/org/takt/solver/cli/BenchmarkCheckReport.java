package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.takt.solver.benchmark.ProvedBound;
import org.takt.solver.benchmark.RecordCheck;
import org.takt.solver.search.CertificateCheck.Outcome;

/** Tells what came of checking the records of a run: a line for each when it ends, or one JSON object in the end. */
final class BenchmarkCheckReport {
    private final Console console;
    private final boolean asJson;
    private final List<JsonObject> records = new ArrayList<>();
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private int verified;

    BenchmarkCheckReport(Console console, boolean asJson) {
        this.console = console;
        this.asJson = asJson;
    }

    /** Takes note of a record. */
    void add(RecordCheck check) {
        counts.merge(check.outcome(), 1, Integer::sum);
        verified += check.isVerified() ? 1 : 0;
        if (asJson) {
            records.add(json(check));
        } else {
            console.out().println(line(check));
        }
    }

    /** Tells of all records together. Returns how to exit: as the worst of them. */
    ExitCode finish(String folder, String solver) {
        Outcome worst =
                counts.keySet().stream().reduce(Outcome.PROVED, (one, other) -> one.compareTo(other) < 0 ? other : one);
        console.out().print(asJson ? json(folder, solver, worst) : total());
        return BoundCheck.exitCode(worst);
    }

    private static String line(RecordCheck check) {
        ProvedBound bound = check.record().bound().orElseThrow();
        String reason = check.reason().isEmpty() ? "" : ": " + check.reason();
        return String.format(
                Locale.ROOT,
                "%-12s %7s  %s: %d by %s on %s%s%s",
                BoundCheck.name(check.outcome()),
                DurationText.format(check.elapsed()),
                check.record().key().describe(),
                bound.value(),
                bound.bound(),
                bound.scope(),
                check.isVerified() ? ", schedule verified" : "",
                reason);
    }

    private String total() {
        return ReportText.count(count(Outcome.PROVED), "bound") + " proved again, " + count(Outcome.UNPROVED)
                + " unproved, " + count(Outcome.REFUTED) + " refuted; " + ReportText.count(verified, "schedule")
                + " verified.\n";
    }

    private int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    private String json(String folder, String solver, Outcome worst) {
        return new JsonObject()
                        .with("folder", folder)
                        .with("solver", solver)
                        .with("outcome", worst.name())
                        .with("records", records)
                + "\n";
    }

    private static JsonObject json(RecordCheck check) {
        return new JsonObject()
                .with("instance", check.record().instance())
                .with("objective", check.record().objective())
                .with("seed", check.record().seed())
                .with("lowerBound", check.record().bound().orElseThrow().value())
                .with("outcome", check.outcome().name())
                .with("reason", check.reason())
                .with("scheduleVerified", check.isVerified())
                .with("seconds", check.elapsed().toMillis() / 1000.0);
    }
}
