package org.takt.model.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;

/**
 * What Zero Bubble's scheduler passes are told (github.com/sail-sg/zero-bubble-pipeline-parallelism,
 * {@code zerobubble/scheduler/graph.py}, {@code GraphConfig}), as a JSON object of its fields: {@code n_stages} devices,
 * {@code n_micro} micro-batches, {@code max_chunks} 1 (default; stage s on device s) or 2 (in a V); lists with one number
 * for each device, which hold for each of its chunks: {@code cost_f}, {@code cost_b}, {@code cost_w} (times of forward,
 * input and weight gradient, microseconds), {@code mem_f}, {@code mem_b}, {@code mem_w} (changes of memory, MB, which sum
 * to 0) and, if there are limits, {@code max_mem}; and {@code cost_comm} (latency between neighbours). Numbers need not
 * be whole: times become nanoseconds and memory kB, rounded.
 */
public final class GraphConfig {
    private static final int SCALE = 1000;
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

    private final ObjectCursor cursor;
    private final int devices;
    /** Whether the number of devices is known; without it lists may be of any length. */
    private final boolean hasDevices;

    private GraphConfig(ObjectCursor cursor) {
        this.cursor = cursor;
        devices = Math.toIntExact(cursor.whole("n_stages", new Range(1, FormatLimits.MAX_DEVICES)));
        hasDevices = cursor.isSound();
    }

    /**
     * Reads a file and returns the instance that it means: backwards split, least makespan.
     *
     * @throws InvalidInstanceException with every problem found
     * @throws IOException if the file exists but cannot be read
     */
    public static Instance read(Path file, String name) throws IOException {
        ProblemList problems = new ProblemList();
        Optional<Instance> instance = InputFile.read(file, FormatLimits.MAX_BYTES, problems)
                .flatMap(content -> StrictJson.parse(content, FormatLimits.MAX_INSTANCE_VALUES, problems))
                .flatMap(root -> ObjectCursor.on(root, "", problems))
                .flatMap(cursor -> new GraphConfig(cursor).instance(name));
        if (instance.isEmpty() || !problems.isEmpty()) {
            throw InstanceReader.invalid(file.toString(), problems);
        }
        return instance.get();
    }

    private Optional<Instance> instance(String name) {
        long microBatches = cursor.whole("n_micro", new Range(1, FormatLimits.MAX_MICRO_BATCHES));
        long chunks = cursor.wholeOr("max_chunks", new Range(1, 2), 1);
        List<Long> forward = perDevice("cost_f", 0);
        List<Long> input = perDevice("cost_b", 0);
        List<Long> weight = perDevice("cost_w", 0);
        List<StageMemory> memory = memory();
        Optional<List<Long>> limits = cursor.has("max_mem") ? Optional.of(perDevice("max_mem", 0)) : Optional.empty();
        long latency = cursor.required("cost_comm", "a number")
                .map(value -> number(value, cursor.pointer("cost_comm"), 0))
                .orElse(0L);
        cursor.close();
        if (!cursor.isSound()) {
            return Optional.empty();
        }
        List<StageSpec> stages = new ArrayList<>();
        for (int stage = 0; stage < devices * chunks; stage++) {
            int device = chunks == 1 ? stage : Math.min(stage, 2 * devices - 1 - stage);
            stages.add(new StageSpec(
                    forward.get(device),
                    input.get(device),
                    weight.get(device),
                    OptionalLong.empty(),
                    memory.get(device)));
        }
        return Optional.of(new Instance(
                name,
                "",
                "ns",
                "kB",
                IntStream.range(0, devices)
                        .mapToObj(device -> new DeviceSpec("gpu" + device, limit(limits, device), 1000, 0))
                        .toList(),
                stages,
                chunks == 1 ? new Placement.Loop() : new Placement.V(),
                Communication.latency(latency),
                Collections.nCopies(Math.toIntExact(microBatches), MicroBatch.PLAIN),
                Backward.SPLIT,
                Objective.MAKESPAN,
                Optional.of(new Provenance(
                        Provenance.Kind.MEASURED,
                        "Zero Bubble GraphConfig of unknown origin",
                        Map.of("format", "Zero Bubble GraphConfig")))));
    }

    private static OptionalLong limit(Optional<List<Long>> limits, int device) {
        return limits.isPresent() ? OptionalLong.of(limits.get().get(device)) : OptionalLong.empty();
    }

    private List<StageMemory> memory() {
        List<Long> forward = perDevice("mem_f", 0);
        List<Long> input = perDevice("mem_b", -1);
        List<Long> weight = perDevice("mem_w", -1);
        List<StageMemory> memory = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            long sum = forward.get(device) + input.get(device) + weight.get(device);
            if (sum != 0 || input.get(device) < -forward.get(device)) {
                cursor.problems()
                        .add(
                                Pointers.item(cursor.pointer("mem_w"), device),
                                "The changes of memory of forward, input gradient and weight gradient must sum to 0, and"
                                        + " the input gradient must return at most what the forward takes.");
                memory.add(StageMemory.NONE);
            } else {
                memory.add(StageMemory.ofDeltas(0, forward.get(device), input.get(device), weight.get(device)));
            }
        }
        return memory;
    }

    /** Returns one scaled number for each device; zeros and a problem if the field is something else. */
    private List<Long> perDevice(String field, int least) {
        String expected = hasDevices ? "a list of " + devices + " numbers, one for each device" : "a list of numbers";
        List<Long> zeros = Collections.nCopies(devices, 0L);
        Optional<JsonValue> value = cursor.required(field, expected);
        if (value.isEmpty()) {
            return zeros;
        }
        if (!(value.get() instanceof JsonValue.Arr list)) {
            cursor.refuse(field, "Found " + value.get().describe() + ", expected " + expected + ".");
            return zeros;
        }
        if (list.items().size() == devices) {
            return numbers(field, list.items(), least);
        }
        if (hasDevices) {
            cursor.refuse(field, "Found a list of " + list.items().size() + ", expected " + expected + ".");
        }
        return zeros;
    }

    private List<Long> numbers(String field, List<JsonValue> values, int least) {
        List<Long> numbers = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            numbers.add(number(values.get(device), Pointers.item(cursor.pointer(field), device), least));
        }
        return numbers;
    }

    private long number(JsonValue value, String pointer, int least) {
        BigDecimal number = null;
        if (value instanceof JsonValue.Whole whole) {
            number = BigDecimal.valueOf(whole.value());
        } else if (value instanceof JsonValue.OtherNumber other
                && other.literal().length() < 40) {
            number = new BigDecimal(other.literal());
        }
        boolean inRange = number != null && number.abs().compareTo(MOST) <= 0 && (least < 0 || number.signum() >= 0);
        if (number == null || !inRange) {
            cursor.problems()
                    .add(
                            pointer,
                            "Found " + value.describe() + ", expected a number" + (least < 0 ? "" : " of at least 0")
                                    + " up to " + MOST.toPlainString() + ".");
            return 0;
        }
        return number.multiply(BigDecimal.valueOf(SCALE))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
