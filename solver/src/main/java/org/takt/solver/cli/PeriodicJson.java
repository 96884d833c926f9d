package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.json.CertificateJson;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.PeriodicReport;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.SolveOptions;

/** What commands print under {@code --json} for the objective PERIOD: one object, on one line. Values are fractions of two whole numbers. */
final class PeriodicJson {
    private PeriodicJson() {}

    /** Returns the result of a solve; what describes the schedule is null where there is none. */
    static String of(Instance instance, SolveOptions options, PeriodicSolution solution, SolveOutput.Written written) {
        JsonObject result = new JsonObject()
                .with("instance", instance.name())
                .with("status", solution.status().name())
                .with("objective", instance.objective().name());
        Optional<PeriodicReport> report = solution.best().map(PeriodicSolution.Best::report);
        addFigures(result, instance, report);
        return result.with("lowerBound", solution.certificate().value().toString())
                        .with("gap", report.map(found -> solution.gap()))
                        .with("certificate", new JsonPart(CertificateJson.write(solution.certificate())))
                        .with("elapsedSeconds", solution.elapsed().toMillis() / 1000.0)
                        .with("source", solution.best().map(PeriodicSolution.Best::source))
                        .with("schedule", written.schedule().map(Path::toString))
                        .with("infeasibility", solution.infeasibility())
                        .with("workers", options.workers())
                        .with("seed", options.seed())
                        .with("takt", Version.takt())
                + "\n";
    }

    /** Returns what the verifier says of a schedule file. */
    static String of(String file, Instance instance, Optional<PeriodicReport> report, List<String> reasons) {
        JsonObject result = new JsonObject()
                .with("schedule", file)
                .with("instance", instance.name())
                .with("accepted", report.isPresent())
                .with("objective", instance.objective().name());
        addFigures(result, instance, report);
        return result.with("problems", reasons) + "\n";
    }

    private static void addFigures(JsonObject result, Instance instance, Optional<PeriodicReport> report) {
        result.with("value", report.map(PeriodicReport::timePerMicroBatch).map(Object::toString))
                .with("period", report.map(PeriodicReport::period))
                .with("microBatches", report.map(PeriodicReport::microBatches))
                .with("timeUnit", instance.timeUnit())
                .with("memoryUnit", instance.memoryUnit())
                .with("bubbleRate", report.map(PeriodicReport::bubbleRate))
                .with("peakMemory", report.map(found -> found.devices().stream()
                        .map(DeviceReport::peakMemory)
                        .toList()))
                .with("inFlight", report.map(found -> found.devices().stream()
                        .map(DeviceReport::peakInFlight)
                        .toList()));
    }
}
