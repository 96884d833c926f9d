package org.takt.model.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.takt.model.json.Quoted;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Report;

/**
 * A picture as the JSON that the script of {@link HtmlPicture} reads. What grows with the schedule is packed, as base64 of
 * {@link PackedNumbers}, in about four bytes for an op:
 *
 * <ul>
 *   <li>{@code bars}: lane by lane, for each op: start − end of the op before it on the lane (signed), its type (an index
 *       into {@code types}), and its duration and its micro-batch less those of the last op of this type on the lane
 *       (both signed).
 *   <li>{@code steps}: device by device, for each step of its memory: time and memory (signed), both less those of the
 *       step before.
 *   <li>{@code path}: for each step of the critical path: its bar, counted over all lanes, less the bar before (signed),
 *       the reason's index, the delay.
 * </ul>
 */
final class PictureData {
    /** What the indices of kinds in {@code types} mean. */
    static final List<OpKind> KINDS = List.of(OpKind.values());

    /** What the indices of reasons in {@code path} mean. */
    static final List<CriticalPath.Reason> REASONS = List.of(CriticalPath.Reason.values());

    /** What ops have in common that differ in start, duration and micro-batch alone. */
    private record Type(OpKind kind, int pipeline, int stage, int segment, int chunk) {}

    private final Picture picture;
    private final Map<Type, Integer> types = new HashMap<>();
    private final List<Type> typeList = new ArrayList<>();

    private PictureData(Picture picture) {
        this.picture = picture;
    }

    /** Returns the JSON text, safe inside an HTML script element. */
    static String of(Picture picture) {
        return new PictureData(picture).json().replace("<", "\\u003c");
    }

    private String json() {
        String bars = bars();
        Caption caption = picture.caption();
        Report report = picture.report();
        return "{\"title\": " + Quoted.json(caption.title())
                + ", \"label\": " + Quoted.json(caption.label())
                + ", \"timeUnit\": " + Quoted.json(caption.timeUnit())
                + ", \"memoryUnit\": " + Quoted.json(caption.memoryUnit())
                + ", \"objective\": " + Quoted.json(report.objective())
                + ", \"value\": " + report.value()
                + ", \"makespan\": " + report.makespan()
                + ", \"span\": " + report.maxDeviceSpan()
                + ", \"bubble\": " + report.bubbleRate()
                + ", \"ops\": " + presentOps()
                + ",\n\"devices\": [" + devices()
                + "],\n\"lanes\": [" + lanes()
                + "],\n\"types\": [" + types()
                + "],\n\"bars\": \"" + bars
                + "\",\n\"stepCounts\": " + stepCounts()
                + ",\n\"steps\": \"" + steps()
                + "\",\n\"path\": \"" + path() + "\"}";
    }

    /** Counts ops once that stand on several lanes. */
    private long presentOps() {
        return IntStream.range(0, picture.problem().ops().size())
                .filter(picture::isPresent)
                .count();
    }

    private String devices() {
        List<String> devices = new ArrayList<>();
        for (int device = 0; device < picture.report().devices().size(); device++) {
            DeviceReport figures = picture.report().devices().get(device);
            OptionalLong limit = figures.memoryLimit();
            devices.add("{\"name\": " + Quoted.json(figures.name())
                    + ", \"busy\": " + figures.busy()
                    + ", \"bubble\": " + picture.bubble(device)
                    + ", \"constant\": " + picture.memory().get(device).constant()
                    + ", \"peak\": " + figures.peakMemory()
                    + ", \"peakTime\": " + figures.peakTime()
                    + ", \"limit\": " + (limit.isPresent() ? limit.getAsLong() : "null")
                    + ", \"inFlight\": " + figures.peakInFlight() + "}");
        }
        return String.join(",\n", devices);
    }

    private String lanes() {
        List<String> lanes = new ArrayList<>();
        for (Lane lane : picture.lanes()) {
            lanes.add("{\"name\": " + Quoted.json(lane.name())
                    + ", \"device\": "
                    + (lane.device().isPresent() ? lane.device().getAsInt() : "null")
                    + ", \"isCompute\": " + lane.isCompute()
                    + ", \"count\": " + lane.ops().size() + "}");
        }
        return String.join(",\n", lanes);
    }

    private String types() {
        List<String> rows = new ArrayList<>();
        for (Type type : typeList) {
            rows.add("[" + KINDS.indexOf(type.kind) + "," + type.pipeline + "," + type.stage + "," + type.segment + ","
                    + type.chunk + "]");
        }
        return String.join(",", rows);
    }

    private String bars() {
        PackedNumbers numbers = new PackedNumbers();
        for (Lane lane : picture.lanes()) {
            Map<Integer, Integer> lastOfType = new HashMap<>();
            Map<List<Integer>, Integer> chunks = chunks(lane);
            long end = 0;
            for (int index : lane.ops()) {
                Op op = picture.op(index);
                int type = type(op, Objects.requireNonNull(chunks.get(stage(op))));
                Integer last = lastOfType.put(type, index);
                numbers.addSigned(picture.start(index) - end);
                numbers.add(type);
                numbers.addSigned(picture.duration(index) - (last == null ? 0 : picture.duration(last)));
                numbers.addSigned(
                        op.microBatch() - (last == null ? 0 : picture.op(last).microBatch()));
                end = picture.end(index);
            }
        }
        return numbers.base64();
    }

    /** Numbers the stages of a device, which share its lane, in order of pipeline and stage. */
    private Map<List<Integer>, Integer> chunks(Lane lane) {
        Map<List<Integer>, Integer> chunks = new HashMap<>();
        lane.ops().stream()
                .map(picture::op)
                .map(PictureData::stage)
                .distinct()
                .sorted((one, other) -> one.get(0).equals(other.get(0))
                        ? Integer.compare(one.get(1), other.get(1))
                        : Integer.compare(one.get(0), other.get(0)))
                .forEach(stage -> chunks.put(stage, lane.isCompute() ? chunks.size() : 0));
        return chunks;
    }

    private static List<Integer> stage(Op op) {
        return List.of(op.pipeline(), op.stage());
    }

    private int type(Op op, int chunk) {
        Type type = new Type(op.kind(), op.pipeline(), op.stage(), op.segment(), chunk);
        return types.computeIfAbsent(type, unseen -> {
            typeList.add(unseen);
            return typeList.size() - 1;
        });
    }

    private List<Integer> stepCounts() {
        return picture.memory().stream().map(curve -> curve.steps().size()).toList();
    }

    private String steps() {
        PackedNumbers numbers = new PackedNumbers();
        for (MemoryCurve curve : picture.memory()) {
            MemoryCurve.Step last = new MemoryCurve.Step(0, 0);
            for (MemoryCurve.Step step : curve.steps()) {
                numbers.add(step.time() - last.time());
                numbers.addSigned(step.memory() - last.memory());
                last = step;
            }
        }
        return numbers.base64();
    }

    private String path() {
        Map<Integer, Integer> bars = new HashMap<>();
        int bar = 0;
        for (Lane lane : picture.lanes()) {
            for (int op : lane.ops()) {
                bars.putIfAbsent(op, bar++);
            }
        }
        PackedNumbers numbers = new PackedNumbers();
        int last = 0;
        for (CriticalPath.Step step : picture.criticalPath().steps()) {
            int next = Objects.requireNonNull(bars.get(step.op()));
            numbers.addSigned(next - last);
            numbers.add(REASONS.indexOf(step.reason()));
            numbers.add(step.delay());
            last = next;
        }
        return numbers.base64();
    }
}
