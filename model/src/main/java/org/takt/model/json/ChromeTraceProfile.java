package org.takt.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.problem.OpKind;
import org.takt.model.profile.Profile;
import org.takt.model.profile.Samples;

/**
 * A profile out of Chrome traces that PyTorch's profiler exports, one file for each rank in rank order. The pipeline
 * runtime wraps every action in a range such as {@code PP:2F0}: stage, F, B, I or W, micro-batch. Where a trace has
 * these ranges on the accelerator's stream (category {@code gpu_user_annotation}), they count; else those of the host.
 *
 * <p>A range includes the wait for the op's message. So where the range of the op that sends it ends within, in the trace
 * of another rank, the time before that end is left out; clocks of the traces must agree for that. Ranges of whole
 * traces are read in passing: memory is that of the ranges, not of the traces.
 */
public final class ChromeTraceProfile {
    private static final Pattern RANGE = Pattern.compile("PP:(\\d{1,6})([FBIW])(\\d{1,7})");
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** What a range is of. */
    private record Action(int stage, OpKind kind, int microBatch) {}

    /** When it was, microseconds. */
    private record Range(Action action, int rank, double start, double end) {}

    private final List<Range> ranges = new ArrayList<>();
    private final ProblemList problems = new ProblemList();
    private int waits;

    private ChromeTraceProfile() {}

    /**
     * Reads traces.
     *
     * @param files the trace of each rank, in rank order
     * @param source where they come from
     * @throws InvalidInstanceException if one is no JSON, or they do not have the forwards and backwards of all stages
     * @throws IOException if a file cannot be read
     */
    public static Profile read(List<Path> files, String source) throws IOException {
        ChromeTraceProfile traces = new ChromeTraceProfile();
        for (int rank = 0; rank < files.size(); rank++) {
            traces.readTrace(files.get(rank), rank);
        }
        return traces.profile(files.size(), source);
    }

    private void readTrace(Path file, int rank) throws IOException {
        Map<String, List<Range>> byCategory = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(Files.newBufferedReader(file))) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                readEvents(parser, rank, byCategory);
            }
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    boolean events = parser.currentName().equals("traceEvents");
                    if (parser.nextToken() == JsonToken.START_ARRAY && events) {
                        readEvents(parser, rank, byCategory);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (JsonProcessingException broken) {
            problems.add("", "The JSON syntax is broken: " + broken.getOriginalMessage() + ".");
            throw InstanceReader.invalid(file.toString(), problems);
        }
        List<Range> onStream = byCategory.getOrDefault("gpu_user_annotation", List.of());
        if (onStream.isEmpty()) {
            byCategory.values().forEach(ranges::addAll);
        } else {
            ranges.addAll(onStream);
        }
    }

    private static void readEvents(JsonParser parser, int rank, Map<String, List<Range>> byCategory)
            throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            Event event = Event.read(parser);
            Matcher name = RANGE.matcher(event.name);
            if (name.matches() && event.start >= 0 && event.duration >= 0) {
                Action action = new Action(
                        Integer.parseInt(name.group(1)),
                        OpKind.valueOf(name.group(2)),
                        Integer.parseInt(name.group(3)));
                byCategory
                        .computeIfAbsent(event.category, none -> new ArrayList<>())
                        .add(new Range(action, rank, event.start, event.start + event.duration));
            }
        }
    }

    /** The fields of an event that matter. */
    private static final class Event {
        private String name = "";
        private String category = "";
        private double start = -1;
        private double duration = -1;

        static Event read(JsonParser parser) throws IOException {
            Event event = new Event();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && field.equals("name")) {
                    event.name = parser.getText();
                } else if (value == JsonToken.VALUE_STRING && field.equals("cat")) {
                    event.category = parser.getText();
                } else if (value.isNumeric() && field.equals("ts")) {
                    event.start = parser.getDoubleValue();
                } else if (value.isNumeric() && field.equals("dur")) {
                    event.duration = parser.getDoubleValue();
                } else {
                    parser.skipChildren();
                }
            }
            return event;
        }
    }

    private Profile profile(int devices, String source) {
        TreeMap<Integer, Integer> deviceOfStage = new TreeMap<>();
        TreeSet<Integer> microBatches = new TreeSet<>();
        for (Range range : ranges) {
            Integer other = deviceOfStage.putIfAbsent(range.action().stage(), range.rank());
            if (other != null && other != range.rank()) {
                problems.add(
                        "",
                        "Stage " + range.action().stage() + " runs on ranks " + other + " and " + range.rank()
                                + ", expected one.");
            }
            microBatches.add(range.action().microBatch());
        }
        int stages = deviceOfStage.isEmpty() ? 0 : deviceOfStage.lastKey() + 1;
        List<Map<OpKind, List<Double>>> times = times(stages);
        requireComplete(times);
        if (!problems.isEmpty()) {
            throw InstanceReader.invalid(source, problems);
        }
        Map<String, String> remarks = new LinkedHashMap<>();
        remarks.put("format", "PyTorch profiler traces, ranges PP:*");
        remarks.put("waits left out", String.valueOf(waits));
        return new Profile(
                source,
                devices,
                List.copyOf(deviceOfStage.values()),
                microBatches.last() + 1,
                times.stream().map(Samples::byKind).toList(),
                remarks);
    }

    private void requireComplete(List<Map<OpKind, List<Double>>> times) {
        if (times.isEmpty()) {
            problems.add("", "Found no range such as PP:2F0, expected traces of PyTorch's pipeline runtime.");
        }
        for (int stage = 0; stage < times.size(); stage++) {
            Map<OpKind, List<Double>> kinds = times.get(stage);
            boolean cut = kinds.containsKey(OpKind.I) && kinds.containsKey(OpKind.W);
            if (!kinds.containsKey(OpKind.F) || (!cut && !kinds.containsKey(OpKind.B))) {
                problems.add(
                        "",
                        ("Found no forward and backward of stage " + stage + ", expected ranges such as PP:" + stage)
                                + ("F0 and PP:" + stage + "B0 in the traces of all ranks."));
            }
        }
    }

    private List<Map<OpKind, List<Double>>> times(int stages) {
        Map<Action, List<Range>> byAction = new HashMap<>();
        ranges.forEach(range -> byAction.computeIfAbsent(range.action(), none -> new ArrayList<>())
                .add(range));
        List<Map<OpKind, List<Double>>> times = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            times.add(new EnumMap<>(OpKind.class));
        }
        for (Range range : ranges) {
            times.get(range.action().stage())
                    .computeIfAbsent(range.action().kind(), none -> new ArrayList<>())
                    .add(range.end() - computingSince(range, byAction));
        }
        return times;
    }

    private double computingSince(Range range, Map<Action, List<Range>> byAction) {
        Action action = range.action();
        Optional<Double> arrival = producers(action).stream()
                .flatMap(producer -> byAction.getOrDefault(producer, List.of()).stream())
                .filter(producer -> producer.rank() != range.rank())
                .map(Range::end)
                .filter(end -> end > range.start() && end < range.end())
                .findFirst();
        if (arrival.isPresent()) {
            waits++;
        }
        return arrival.orElse(range.start());
    }

    private static List<Action> producers(Action action) {
        return switch (action.kind()) {
            case F -> List.of(new Action(action.stage() - 1, OpKind.F, action.microBatch()));
            case B, I ->
                List.of(
                        new Action(action.stage() + 1, OpKind.B, action.microBatch()),
                        new Action(action.stage() + 1, OpKind.I, action.microBatch()));
            default -> List.of();
        };
    }
}
