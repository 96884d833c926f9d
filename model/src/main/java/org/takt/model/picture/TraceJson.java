package org.takt.model.picture;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.takt.model.json.Quoted;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.verification.DeviceReport;

/**
 * Schedules in the Trace Event Format, for Perfetto and chrome://tracing: a process for each device with a thread for each
 * of its lanes, a complete event for each op, a counter with the device's memory and its limit, and a flow arrow for each
 * precedence from one lane to another. Times are in microseconds; ticks of a unit other than ns, us, ms or s count as
 * microseconds. About 350 bytes for each op of a plain pipeline; O(n log n) for n ops, precedences and buffers.
 */
public final class TraceJson {
    /** A flow's begin binds to the slice that encloses it, which its end does not. */
    private static final double NANOSECOND = 0.001;

    private final StringBuilder out = new StringBuilder();
    private int nextProcess = 1;
    private int nextFlow = 1;
    private String separator = "";

    private TraceJson() {}

    /**
     * Returns the file's text. Equal pictures give equal files.
     *
     * @param pictures at least one; the devices of each are processes of their own
     */
    public static String write(List<Picture> pictures) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("There is no schedule to trace.");
        }
        TraceJson trace = new TraceJson();
        trace.out.append("{\"displayTimeUnit\": \"ms\", \"traceEvents\": [\n");
        pictures.forEach(picture -> trace.new Part(picture, pictures.size() > 1).add());
        return trace.out.append("\n]}\n").toString();
    }

    private void event(String fields) {
        out.append(separator).append('{').append(fields).append('}');
        separator = ",\n";
    }

    /** Where an op's slice stands. */
    private record Place(int process, int thread) {
        String fields() {
            return ", \"pid\": " + process + ", \"tid\": " + thread;
        }
    }

    /** The events of one schedule. */
    private final class Part {
        private final Picture picture;
        private final String prefix;
        private final double microseconds;
        private final int firstProcess = nextProcess;
        private final Map<Integer, Place> placeOf = new HashMap<>();

        Part(Picture picture, boolean isOneOfSeveral) {
            this.picture = picture;
            prefix = isOneOfSeveral ? picture.caption().label() + ": " : "";
            microseconds = microsecondsPerTick(picture.caption().timeUnit());
            nextProcess += picture.problem().devices().size() + 1;
        }

        void add() {
            List<DeviceReport> devices = picture.report().devices();
            for (int device = 0; device < devices.size(); device++) {
                name(
                        "process_name",
                        new Place(firstProcess + device, 0),
                        prefix + devices.get(device).name());
                addMemory(device, devices.get(device));
            }
            int shared = firstProcess + devices.size();
            if (picture.lanes().stream().anyMatch(lane -> lane.device().isEmpty())) {
                name("process_name", new Place(shared, 0), prefix + "between devices");
            }
            for (int index = 0; index < picture.lanes().size(); index++) {
                Lane lane = picture.lanes().get(index);
                int process =
                        lane.device().isPresent() ? firstProcess + lane.device().getAsInt() : shared;
                addLane(lane, new Place(process, index + 1));
            }
            picture.problem().precedences().forEach(this::addFlow);
        }

        private void addLane(Lane lane, Place place) {
            name("thread_name", place, lane.isCompute() ? "compute" : lane.name());
            event("\"ph\": \"M\", \"name\": \"thread_sort_index\"" + place.fields() + ", \"args\": {\"sort_index\": "
                    + place.thread() + "}");
            for (int index : lane.ops()) {
                Op op = picture.op(index);
                placeOf.putIfAbsent(index, place);
                event("\"ph\": \"X\", \"name\": \"" + OpStyle.of(op.kind()).letters() + op.microBatch()
                        + "\", \"cat\": \"" + op.kind() + "\", \"ts\": " + time(picture.start(index)) + ", \"dur\": "
                        + time(picture.duration(index)) + place.fields() + ", \"args\": {\"pipeline\": " + op.pipeline()
                        + ", \"stage\": " + op.stage() + ", \"microBatch\": " + op.microBatch() + ", \"segment\": "
                        + op.segment() + "}");
            }
        }

        private void addMemory(int device, DeviceReport figures) {
            String name = Quoted.json("memory [" + picture.caption().memoryUnit() + "]");
            for (MemoryCurve.Step step : picture.memory().get(device).steps()) {
                counter(device, name, step.time(), "held", step.memory());
            }
            if (figures.memoryLimit().isPresent()) {
                String limit = Quoted.json("memory limit [" + picture.caption().memoryUnit() + "]");
                counter(device, limit, 0, "limit", figures.memoryLimit().getAsLong());
                counter(
                        device,
                        limit,
                        picture.report().makespan(),
                        "limit",
                        figures.memoryLimit().getAsLong());
            }
        }

        private void counter(int device, String name, long ticks, String series, long value) {
            event("\"ph\": \"C\", \"name\": " + name + ", \"ts\": " + time(ticks) + ", \"pid\": "
                    + (firstProcess + device) + ", \"args\": {\"" + series + "\": " + value + "}");
        }

        /** Ops that take no time have no slice that an arrow could begin in. */
        private void addFlow(Precedence precedence) {
            Place from = placeOf.get(precedence.before());
            Place to = placeOf.get(precedence.after());
            if (from == null || to == null || from.equals(to) || picture.duration(precedence.before()) == 0) {
                return;
            }
            String identity = "\"name\": \"needs\", \"cat\": \"precedence\", \"id\": " + nextFlow++;
            double end = picture.end(precedence.before()) * microseconds - NANOSECOND;
            double begun = Math.max(end, picture.start(precedence.before()) * microseconds);
            event("\"ph\": \"s\", " + identity + ", \"ts\": " + number(begun) + from.fields());
            event("\"ph\": \"f\", \"bp\": \"e\", " + identity + ", \"ts\": " + time(picture.start(precedence.after()))
                    + to.fields());
        }

        private void name(String what, Place place, String name) {
            event("\"ph\": \"M\", \"name\": \"" + what + "\"" + place.fields() + ", \"args\": {\"name\": "
                    + Quoted.json(name) + "}");
        }

        private String time(long ticks) {
            return number(ticks * microseconds);
        }
    }

    private static double microsecondsPerTick(String unit) {
        return switch (unit) {
            case "ns" -> 0.001;
            case "ms" -> 1_000;
            case "s" -> 1_000_000;
            default -> 1;
        };
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
