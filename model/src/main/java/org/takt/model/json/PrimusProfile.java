package org.takt.model.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.problem.OpKind;
import org.takt.model.profile.Profile;
import org.takt.model.profile.Samples;

/**
 * A profile out of the files {@code pp_rank_N.json} that AMD's Primus writes under {@code dump_pp_data}, one for each rank
 * in rank order. Each holds iterations by number, and of each the lists {@code fwd_start}, {@code fwd_end},
 * {@code bwd_start}, {@code bwd_end} and, where backwards are cut, {@code wgrad_start} and {@code wgrad_end}, in
 * milliseconds, and {@code fwd_chunk}, {@code bwd_chunk}, {@code wgrad_chunk} where a rank has several chunks. Chunk c of
 * rank r is stage c · ranks + r. The first iteration is left out if there are others.
 */
public final class PrimusProfile {
    private static final Map<String, OpKind> FUSED = Map.of("fwd", OpKind.F, "bwd", OpKind.B);
    private static final Map<String, OpKind> CUT = Map.of("fwd", OpKind.F, "bwd", OpKind.I, "wgrad", OpKind.W);

    private final int ranks;
    private final List<Map<OpKind, List<Double>>> times = new ArrayList<>();
    private int forwards;

    private PrimusProfile(int ranks) {
        this.ranks = ranks;
    }

    /**
     * Reads the files.
     *
     * @param files those of all ranks, in rank order
     * @param source where they come from
     * @throws InvalidInstanceException with the JSON pointers of all problems of the first file that is not as described
     * @throws IOException if a file cannot be read
     */
    public static Profile read(List<Path> files, String source) throws IOException {
        PrimusProfile profile = new PrimusProfile(files.size());
        for (int rank = 0; rank < files.size(); rank++) {
            Path file = files.get(rank);
            ProblemList problems = new ProblemList();
            Optional<byte[]> content = InputFile.read(file, FormatLimits.MAX_BYTES, problems);
            if (content.isPresent()) {
                Optional<ObjectCursor> root = StrictJson.parse(
                                content.get(), FormatLimits.MAX_SCHEDULE_VALUES, problems)
                        .flatMap(value -> ObjectCursor.on(value, "", problems));
                if (root.isPresent()) {
                    profile.readRank(root.get(), rank);
                }
            }
            if (!problems.isEmpty()) {
                throw InstanceReader.invalid(file.toString(), problems);
            }
        }
        return profile.profile(source);
    }

    private void readRank(ObjectCursor root, int rank) {
        List<String> iterations = List.copyOf(root.names());
        if (iterations.isEmpty()) {
            root.problems().add("", "Found no iteration, expected at least one.");
        }
        for (String iteration : iterations.subList(iterations.size() > 1 ? 1 : 0, iterations.size())) {
            root.object(iteration).ifPresent(cursor -> readIteration(cursor, rank));
        }
    }

    private void readIteration(ObjectCursor cursor, int rank) {
        boolean cut = !cursor.optionalList("wgrad_start").isEmpty();
        (cut ? CUT : FUSED).forEach((prefix, kind) -> readPasses(cursor, prefix, kind, rank));
    }

    private void readPasses(ObjectCursor cursor, String prefix, OpKind kind, int rank) {
        List<JsonValue> starts = cursor.list(prefix + "_start");
        List<JsonValue> ends = cursor.list(prefix + "_end");
        List<JsonValue> chunks = cursor.optionalList(prefix + "_chunk");
        if (starts.size() != ends.size() || (!chunks.isEmpty() && chunks.size() != starts.size())) {
            cursor.refuse(
                    prefix + "_end",
                    "Found " + starts.size() + " starts, " + ends.size() + " ends and " + chunks.size()
                            + " chunks, expected as many of each.");
            return;
        }
        if (kind == OpKind.F) {
            forwards = Math.max(forwards, starts.size());
        }
        for (int index = 0; index < starts.size(); index++) {
            double start = number(cursor, prefix + "_start", starts.get(index), index);
            double end = number(cursor, prefix + "_end", ends.get(index), index);
            long chunk = chunks.isEmpty()
                    ? 0
                    : ObjectCursor.whole(
                            chunks.get(index),
                            Pointers.item(cursor.pointer(prefix + "_chunk"), index),
                            new Range(0, FormatLimits.MAX_STAGES),
                            cursor.problems());
            if (end < start) {
                cursor.problems()
                        .add(
                                Pointers.item(cursor.pointer(prefix + "_end"), index),
                                "Found an end before its start, expected none.");
            } else {
                add(Math.toIntExact(chunk) * ranks + rank, kind, 1000 * (end - start));
            }
        }
    }

    private void add(int stage, OpKind kind, double microseconds) {
        while (times.size() <= stage) {
            times.add(new EnumMap<>(OpKind.class));
        }
        times.get(stage).computeIfAbsent(kind, none -> new ArrayList<>()).add(microseconds);
    }

    private static double number(ObjectCursor cursor, String field, JsonValue value, int index) {
        if (value instanceof JsonValue.Whole whole) {
            return whole.value();
        }
        if (value instanceof JsonValue.OtherNumber other) {
            double number = Double.parseDouble(other.literal());
            if (Double.isFinite(number)) {
                return number;
            }
        }
        cursor.problems()
                .add(
                        Pointers.item(cursor.pointer(field), index),
                        "Found " + value.describe() + ", expected a number of milliseconds.");
        return 0;
    }

    private Profile profile(String source) {
        int chunks = (times.size() + ranks - 1) / ranks;
        ProblemList problems = new ProblemList();
        for (int stage = 0; stage < chunks * ranks; stage++) {
            Map<OpKind, List<Double>> kinds = stage < times.size() ? times.get(stage) : Map.of();
            boolean cut = kinds.containsKey(OpKind.I) && kinds.containsKey(OpKind.W);
            if (!kinds.containsKey(OpKind.F) || (!cut && !kinds.containsKey(OpKind.B))) {
                problems.add(
                        "",
                        "Found no forward and backward of chunk " + stage / ranks + " of rank " + stage % ranks
                                + ", expected both.");
            }
        }
        if (times.isEmpty()) {
            problems.add("", "Found no passes, expected those of all ranks.");
        }
        if (!problems.isEmpty()) {
            throw InstanceReader.invalid(source, problems);
        }
        Map<String, String> remarks = new LinkedHashMap<>();
        remarks.put("format", "Primus pp_rank_N.json");
        return new Profile(
                source,
                ranks,
                IntStream.range(0, times.size())
                        .mapToObj(stage -> stage % ranks)
                        .toList(),
                forwards / chunks,
                times.stream().map(Samples::byKind).toList(),
                remarks);
    }
}
