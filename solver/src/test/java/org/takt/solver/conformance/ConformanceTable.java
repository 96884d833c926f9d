package org.takt.solver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What PyTorch measured, as Markdown. */
final class ConformanceTable {
    private final List<JsonNode> records;
    private final StringBuilder text = new StringBuilder();

    private ConformanceTable(List<JsonNode> records) {
        this.records = records;
    }

    /** Returns the page. */
    static String markdown(List<JsonNode> records) {
        ConformanceTable table = new ConformanceTable(records);
        table.head();
        table.runs();
        table.competitions();
        return table.text.toString();
    }

    private void head() {
        JsonNode first = records.get(0);
        var system = ManagementFactory.getOperatingSystemMXBean();
        text.append("# Takt's schedules on PyTorch's runtime\n\n")
                .append("Written by `mvn -B -ntp -Ppytorch -DskipTests verify`, ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(": torch ")
                .append(first.get("torch").asText())
                .append(", Python ")
                .append(first.get("python").asText())
                .append(", gloo on localhost, one process a device, ")
                .append(first.get("cpu").asText())
                .append(", ")
                .append(system.getAvailableProcessors())
                .append(" processors, ")
                .append(system.getName())
                .append(", Java ")
                .append(System.getProperty("java.version"))
                .append(
                        ". Seeds: solver 0, with one worker; parameters 1000 + stage; data 7 + step. Ops take their time by")
                .append(" sleeping, at least ")
                .append(records.stream()
                        .mapToDouble(record -> record.get("least_op_ms").asDouble())
                        .min()
                        .orElseThrow())
                .append(" ms. The machine's load average was up to ")
                .append(records.stream()
                        .mapToDouble(record -> record.get("load").asDouble())
                        .max()
                        .orElseThrow())
                .append(". [op-lists](op-lists) holds what was executed, `runs.jsonl` every figure.\n\n");
    }

    private void runs() {
        text.append(
                        "Times are of a step: the median of those after the first. Gradients are compared with those of one")
                .append(" process on every step; the difference is the largest, relative to the largest element.\n\n")
                .append("| instance | schedule | p | m | stages on | backwards | form | predicted ms | measured ms |")
                .append(" of prediction | gradients | difference | all hold |\n")
                .append("|---|---|--:|--:|---|---|---|--:|--:|--:|--:|--:|---|\n");
        for (JsonNode record : records) {
            row(
                    record.get("setting").asText(),
                    record.get("schedule").asText(),
                    record.get("devices").asText(),
                    record.get("micro_batches").asText(),
                    record.get("placement").asText(),
                    record.get("backwards").asText(),
                    record.get("form").asText(),
                    record.get("predicted_ms").asText(),
                    decimal("%.1f", record, "median_ms"),
                    decimal("%.4f", record, "ratio"),
                    record.path("gradients").asText("-"),
                    decimal("%.1e", record, "worst_gradient_difference"),
                    record.get("ok").asBoolean() ? "yes" : "no");
        }
    }

    private void competitions() {
        Map<String, List<JsonNode>> bySetting = records.stream()
                .collect(Collectors.groupingBy(
                        record -> record.get("setting").asText(), LinkedHashMap::new, Collectors.toList()));
        text.append("\nMeasured steps at the same memory limit, and what others take longer than Takt's schedule.\n\n")
                .append("| instance | memory limit | schedule | largest peak | measured ms | longer than Takt's |\n")
                .append("|---|--:|---|--:|--:|--:|\n");
        bySetting.forEach((setting, runs) -> runs.stream()
                .filter(run -> run.has("memory_limit") && run.has("median_ms"))
                .filter(run -> runs.size() > 2)
                .forEach(run -> competitor(runs, run)));
    }

    private void competitor(List<JsonNode> runs, JsonNode run) {
        double own = runs.stream()
                .filter(other -> other.get("schedule").asText().equals("Takt") && other.has("median_ms"))
                .mapToDouble(other -> other.get("median_ms").asDouble())
                .findFirst()
                .orElse(Double.NaN);
        long peak = 0;
        for (JsonNode device : run.get("peak_memory")) {
            peak = Math.max(peak, device.asLong());
        }
        row(
                run.get("setting").asText(),
                run.get("memory_limit").asText(),
                run.get("schedule").asText(),
                String.valueOf(peak),
                decimal("%.1f", run, "median_ms"),
                String.format(
                        Locale.ROOT, "%+.1f %%", 100 * (run.get("median_ms").asDouble() / own - 1)));
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String decimal(String format, JsonNode record, String field) {
        return record.has(field)
                ? String.format(Locale.ROOT, format, record.get(field).asDouble())
                : "-";
    }
}
