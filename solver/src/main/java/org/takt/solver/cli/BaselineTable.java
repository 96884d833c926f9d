package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;
import org.takt.solver.Solution;
import org.takt.solver.baseline.Baseline;

/** The published families on an instance, then the solver's best and the lower bound. */
final class BaselineTable {
    private static final String TAKT = "Takt";

    private final Instance instance;
    private final Solution solution;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, List<String>> namesByReason = new LinkedHashMap<>();

    /**
     * A family, or the solver.
     *
     * @param name the family's name, or {@code Takt}
     * @param report figures of its schedule, if there is one
     * @param fits whether the schedule keeps the limits
     * @param remarks why there is no schedule, what it exceeds, or what found it
     */
    private record Row(String name, Optional<Report> report, boolean fits, List<String> remarks) {
        String remark() {
            return String.join(" ", remarks);
        }

        String shortRemark() {
            String more = remarks.size() > 1 ? " And " + (remarks.size() - 1) + " more." : "";
            return (remarks.isEmpty() ? "" : remarks.get(0)) + more;
        }
    }

    BaselineTable(Instance instance, List<Baseline> baselines, Solution solution) {
        this.instance = instance;
        this.solution = solution;
        for (Baseline baseline : baselines) {
            if (baseline.outcome() instanceof Baseline.Scheduled scheduled) {
                rows.add(new Row(
                        baseline.family(), Optional.of(scheduled.report()), scheduled.fits(), scheduled.excesses()));
            } else if (baseline.outcome() instanceof Baseline.NotScheduled not) {
                rows.add(new Row(baseline.family(), Optional.empty(), false, List.of(not.reason())));
                namesByReason
                        .computeIfAbsent(withoutName(baseline.family(), not.reason()), reason -> new ArrayList<>())
                        .add(baseline.family());
            }
        }
        String source = solution.best()
                .map(Solution.Best::source)
                .orElse(
                        solution.infeasibility().isPresent()
                                ? "There is no schedule."
                                : "No schedule was found within the limits.");
        rows.add(new Row(
                TAKT,
                solution.best().map(Solution.Best::report),
                solution.best().isPresent(),
                List.of(source)));
    }

    /** Returns the table for people; families that give no schedule come last, by reason. */
    String text() {
        TextTable table = new TextTable("<>>>>>><");
        table.row(
                "family",
                "value [" + ReportText.unit(instance) + "]",
                "makespan",
                "span",
                "bubble",
                "published",
                "peak [" + instance.memoryUnit() + "]",
                "fits");
        for (Row row : rows) {
            if (row.report().isEmpty() && !row.name().equals(TAKT)) {
                continue;
            }
            String verdict = row.fits() ? "yes" : "no";
            table.row(
                    row.name(),
                    cell(row.report().map(Report::value)),
                    cell(row.report().map(Report::makespan)),
                    cell(row.report().map(Report::maxDeviceSpan)),
                    row.report()
                            .map(report -> PercentText.of(report.bubbleRate()))
                            .orElse("-"),
                    row.report()
                            .map(report -> PercentText.of(report.publishedBubbleRate()))
                            .orElse("-"),
                    cell(row.report().map(Report::peakMemory)),
                    row.report().isEmpty() ? row.shortRemark() : (verdict + "  " + row.shortRemark()).strip());
        }
        table.row(
                "lower bound",
                solution.infeasibility().isPresent()
                        ? "-"
                        : Long.toString(solution.certificate().value()),
                "",
                "",
                "",
                "",
                "",
                solution.certificate().describe());
        return instance.objective().name() + " of " + ReportText.describe(instance) + "\n\n" + table + notScheduled();
    }

    /** Reasons are sentences that often begin with the family's name, after which they are alike. */
    private static String withoutName(String family, String reason) {
        return reason.startsWith(family + " ") ? reason.substring(family.length() + 1) : reason;
    }

    private String notScheduled() {
        StringBuilder text = new StringBuilder();
        namesByReason.forEach((reason, names) -> text.append("  ")
                .append(String.join(", ", names))
                .append(": ")
                .append(reason)
                .append('\n'));
        return text.isEmpty() ? "" : "\nNo schedule of:\n" + text;
    }

    /** Returns one JSON object. */
    String json() {
        return new JsonObject()
                        .with("instance", instance.name())
                        .with("objective", instance.objective().name())
                        .with("timeUnit", instance.timeUnit())
                        .with("memoryUnit", instance.memoryUnit())
                        .with(
                                "baselines",
                                rows.stream().map(BaselineTable::json).toList())
                        .with("status", solution.status().name())
                        .with("lowerBound", solution.certificate().value())
                        .with("certificate", JsonText.certificate(instance, solution.certificate()))
                        .with("infeasibility", solution.infeasibility())
                + "\n";
    }

    /** Returns comma-separated values (RFC 4180), the lower bound in the last row. */
    String csv() {
        StringBuilder text = new StringBuilder(
                "family,value,makespan,maxDeviceSpan,bubbleRate,publishedBubbleRate," + "peakMemory,fits,remark\n");
        for (Row row : rows) {
            text.append(quoted(row.name())).append(',');
            text.append(row.report()
                    .map(report -> report.value() + "," + report.makespan() + "," + report.maxDeviceSpan() + ","
                            + rate(report.bubbleRate()) + "," + rate(report.publishedBubbleRate()) + ","
                            + report.peakMemory() + "," + row.fits())
                    .orElse(",,,,,,"));
            text.append(',').append(quoted(row.remark())).append('\n');
        }
        text.append("lower bound,").append(solution.certificate().value()).append(",,,,,,,");
        return text.append(quoted(solution.certificate().describe()))
                .append('\n')
                .toString();
    }

    private static JsonObject json(Row row) {
        Optional<Report> report = row.report();
        return new JsonObject()
                .with("family", row.name())
                .with("value", report.map(Report::value))
                .with("makespan", report.map(Report::makespan))
                .with("maxDeviceSpan", report.map(Report::maxDeviceSpan))
                .with("bubbleRate", report.map(Report::bubbleRate))
                .with("publishedBubbleRate", report.map(Report::publishedBubbleRate))
                .with("peakMemory", report.map(found -> found.devices().stream()
                        .map(DeviceReport::peakMemory)
                        .toList()))
                .with("fits", row.fits())
                .with("remark", row.remark());
    }

    private static String cell(Optional<Long> value) {
        return value.map(String::valueOf).orElse("-");
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%.6f", rate);
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(character -> character == ',' || character == '"' || character == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
