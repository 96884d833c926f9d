package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.json.CertificateJson;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.search.Infeasibility;
import org.takt.solver.segmentation.SegmentationSearch;

/** What commands print under {@code --json}: one object, on one line. */
final class JsonText {
    private JsonText() {}

    /** Returns the result of a solve; what describes the schedule is null where there is none. */
    static String of(Instance instance, SolveOptions options, Solution solution, SolveOutput.Written written) {
        return of(instance, options, solution, solution.certificate(), written, Optional.empty());
    }

    /** Returns the result of a solve that decided on a cut: status, bound and gap over all cuts, the certificate of the one chosen. */
    static String of(SolveOptions options, SegmentationSearch.Result result, SolveOutput.Written written) {
        return of(
                result.instance(),
                options,
                result.overall(),
                result.solution().certificate(),
                written,
                Optional.of(SegmentDecision.json(result, written)));
    }

    private static String of(
            Instance instance,
            SolveOptions options,
            Solution solution,
            Certificate certificate,
            SolveOutput.Written written,
            Optional<JsonObject> cut) {
        return addSolution(new JsonObject(), instance, solution, certificate)
                        .with("cut", cut)
                        .with("schedule", written.schedule().map(Path::toString))
                        .with("pytorchCsv", written.csv().map(Path::toString))
                        .with("infeasibility", solution.infeasibility())
                        .with("workers", options.workers())
                        .with("seed", options.seed())
                        .with("takt", Version.takt())
                + "\n";
    }

    /** Adds what a solve found and proved. */
    static JsonObject addSolution(JsonObject result, Instance instance, Solution solution) {
        return addSolution(result, instance, solution, solution.certificate());
    }

    private static JsonObject addSolution(
            JsonObject result, Instance instance, Solution solution, Certificate certificate) {
        Optional<Report> report = solution.best().map(Solution.Best::report);
        result.with("instance", instance.name())
                .with("status", solution.status().name())
                .with("objective", instance.objective().name())
                .with("value", report.map(Report::value))
                .with("lowerBound", solution.certificate().value())
                .with("gap", report.map(found -> solution.gap()))
                .with("certificate", certificate(instance, certificate));
        addFigures(result, instance, report);
        return result.with("elapsedSeconds", solution.elapsed().toMillis() / 1000.0)
                .with("source", solution.best().map(Solution.Best::source));
    }

    /** Returns what the verifier says of a schedule file. */
    static String of(String file, Instance instance, ScheduleCheck check) {
        JsonObject result = new JsonObject()
                .with("schedule", file)
                .with("instance", instance.name())
                .with("accepted", check instanceof ScheduleCheck.Passed)
                .with("objective", instance.objective().name());
        Optional<Report> report =
                check instanceof ScheduleCheck.Passed passed ? Optional.of(passed.report()) : Optional.empty();
        result.with("value", report.map(Report::value));
        addFigures(result, instance, report);
        List<String> reasons = check instanceof ScheduleCheck.Failed failed ? failed.reasons() : List.of();
        return result.with("problems", reasons).with("notes", check.notes()) + "\n";
    }

    /** Returns the lower bounds of an instance, the best last. */
    static String of(Instance instance, List<Certificate> certificates) {
        return of(instance, certificates, Optional.empty());
    }

    /** Returns the proof that an instance has no schedule, in place of lower bounds. */
    static String of(Instance instance, Infeasibility infeasibility) {
        return of(instance, List.of(infeasibility.certificate()), Optional.of(infeasibility.reason()));
    }

    private static String of(Instance instance, List<Certificate> certificates, Optional<String> infeasibility) {
        return new JsonObject()
                        .with("instance", instance.name())
                        .with("objective", instance.objective().name())
                        .with(
                                "lowerBound",
                                certificates.stream()
                                        .mapToLong(Certificate::value)
                                        .max())
                        .with("unit", ReportText.unit(instance))
                        .with(
                                "bounds",
                                certificates.stream()
                                        .map(certificate -> certificate(instance, certificate))
                                        .toList())
                        .with("infeasibility", infeasibility)
                + "\n";
    }

    /** Returns the problems of files, by file. */
    static String of(Map<String, List<InstanceProblem>> problems) {
        List<JsonObject> files = problems.entrySet().stream()
                .map(entry -> new JsonObject()
                        .with("file", entry.getKey())
                        .with("valid", entry.getValue().isEmpty())
                        .with(
                                "problems",
                                entry.getValue().stream().map(JsonText::problem).toList()))
                .toList();
        boolean valid = problems.values().stream().allMatch(List::isEmpty);
        return new JsonObject().with("valid", valid).with("files", files) + "\n";
    }

    /** Returns a problem with its place. */
    static JsonObject problem(InstanceProblem problem) {
        return new JsonObject().with("pointer", problem.pointer()).with("message", problem.message());
    }

    /** Returns a bound on the instance's objective, as {@code takt bound --check} reads it. */
    static JsonPart certificate(Instance instance, Certificate certificate) {
        return new JsonPart(CertificateJson.write(instance.objective(), certificate));
    }

    private static void addFigures(JsonObject result, Instance instance, Optional<Report> report) {
        Optional<List<DeviceReport>> devices = report.map(Report::devices);
        result.with("timeUnit", instance.timeUnit())
                .with("memoryUnit", instance.memoryUnit())
                .with("makespan", report.map(Report::makespan))
                .with("maxDeviceSpan", report.map(Report::maxDeviceSpan))
                .with("bubbleRate", report.map(Report::bubbleRate))
                .with("publishedBubbleRate", report.map(Report::publishedBubbleRate))
                .with("peakMemory", devices.map(all -> all.stream()
                        .map(DeviceReport::peakMemory)
                        .toList()))
                .with(
                        "memoryLimit",
                        instance.devices().stream()
                                .map(device -> device.memoryLimit())
                                .toList());
    }
}
