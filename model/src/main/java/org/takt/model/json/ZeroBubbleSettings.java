package org.takt.model.json;

import java.io.IOException;
import java.nio.file.Path;
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
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;

/**
 * What the scheduler of Zero Bubble (arXiv 2401.10241) is told of a run: a plain pipeline of one stage per device, its
 * profiled times in microseconds and its changes of memory in MB. As a JSON object it has the fields {@code p} (devices
 * and stages), {@code m} (micro-batches) and {@code communication} (latency between neighbours), and, each as one number
 * or as a list with one for each stage, {@code F}, {@code B}, {@code W} (times of forward, input gradient and weight
 * gradient), {@code memF}, {@code memB}, {@code memW} (changes of memory at the three, which sum to 0) and
 * {@code memoryLimit}. All of them must be there. It may also have a {@code source}, and {@code uniformSibling}, the
 * same fields but {@code p} and {@code m} for another run, which are checked and otherwise left aside.
 *
 * @param source where the numbers come from
 * @param microBatches number of micro-batches
 * @param communication latency from each device to its neighbours, microseconds
 * @param stages times and memory of each stage, one on each device
 * @param limits the memory limit of each device, MB
 */
public record ZeroBubbleSettings(
        Optional<String> source, int microBatches, long communication, List<StageSpec> stages, List<Long> limits) {

    /** The unit of times. */
    public static final String TIME_UNIT = "us";

    /** The unit of memory. */
    public static final String MEMORY_UNIT = "MB";

    private static final String UNKNOWN_SOURCE = "Zero Bubble settings of unknown origin";

    /** Creates settings; whether they make an instance is for {@link #toInstance} to say. */
    public ZeroBubbleSettings {
        stages = List.copyOf(stages);
        limits = List.copyOf(limits);
        if (limits.size() != stages.size()) {
            throw new IllegalArgumentException("Found " + limits.size()
                    + " memory limits, expected one for each of the " + stages.size() + " stages.");
        }
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInstanceException with every problem found, if the file is missing, a directory, too large, no
     *     JSON, or no settings that make an instance; its message names the file
     * @throws IOException if the file exists but cannot be read
     */
    public static ZeroBubbleSettings read(Path file) throws IOException {
        ProblemList problems = new ProblemList();
        Optional<byte[]> content = InputFile.read(file, FormatLimits.MAX_BYTES, problems);
        if (content.isEmpty()) {
            throw InstanceReader.invalid(file.toString(), problems);
        }
        return parse(file.toString(), content.get());
    }

    /**
     * Reads the content of a file.
     *
     * @param file what to call the file in messages
     * @throws InvalidInstanceException with every problem found
     */
    public static ZeroBubbleSettings parse(String file, byte[] content) {
        ProblemList problems = new ProblemList();
        Optional<ZeroBubbleSettings> settings = StrictJson.parse(content, FormatLimits.MAX_INSTANCE_VALUES, problems)
                .flatMap(root -> ObjectCursor.on(root, "", problems))
                .flatMap(cursor -> new SettingsFormat(cursor).read());
        if (settings.isPresent() && problems.isEmpty()) {
            settings.get().addMeaningProblems(problems);
        }
        if (settings.isEmpty() || !problems.isEmpty()) {
            throw InstanceReader.invalid(file, problems);
        }
        return settings.get();
    }

    /** The instance's own rules speak of fields that settings do not have. */
    private void addMeaningProblems(ProblemList problems) {
        try {
            toInstance("settings");
        } catch (InvalidInstanceException meaningless) {
            for (InstanceProblem problem : meaningless.problems()) {
                boolean tooMany = problem.pointer().startsWith("/microBatches");
                problems.add(tooMany ? "/m" : "", problem.message());
            }
        }
    }

    /**
     * Returns the instance that the settings mean: stage s on device s, backwards split, least makespan.
     *
     * @throws InvalidInstanceException if they mean none, or the name is blank
     */
    public Instance toInstance(String name) {
        List<DeviceSpec> devices = IntStream.range(0, stages.size())
                .mapToObj(device -> new DeviceSpec("gpu" + device, OptionalLong.of(limits.get(device)), 1000, 0))
                .toList();
        Provenance provenance = new Provenance(
                Provenance.Kind.MEASURED, source.orElse(UNKNOWN_SOURCE), Map.of("format", "Zero Bubble settings"));
        return new Instance(
                name,
                "",
                TIME_UNIT,
                MEMORY_UNIT,
                devices,
                stages,
                new Placement.Loop(),
                Communication.latency(communication),
                Collections.nCopies(microBatches, MicroBatch.PLAIN),
                Backward.SPLIT,
                Objective.MAKESPAN,
                Optional.of(provenance));
    }
}
