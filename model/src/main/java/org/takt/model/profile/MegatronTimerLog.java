package org.takt.model.profile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.takt.model.problem.OpKind;

/**
 * The timers that Megatron-LM logs under {@code --timing-log-level 2 --timing-log-option all} ({@code core/timers.py}):
 * for each timer a line {@code forward-compute:} and under it lines {@code rank  0: 604.56}, milliseconds of an
 * iteration. {@code forward-compute} and {@code backward-compute} are sums over the micro-batches (and chunks) of a
 * rank, so the noise of single ops is larger than that of these means. Ranks of a stage follow each other.
 */
public final class MegatronTimerLog {
    private static final Pattern TIMER = Pattern.compile("\\s*([a-z][a-z0-9/-]*):\\s*");
    private static final Pattern RANK = Pattern.compile("\\s*rank\\s+(\\d{1,7}):\\s+(\\d{1,12}(?:\\.\\d{1,9})?)\\s*");
    private static final Map<String, OpKind> KINDS = Map.of("forward-compute", OpKind.F, "backward-compute", OpKind.B);

    private MegatronTimerLog() {}

    /**
     * Returns the profile of a plain pipeline, stage s on device s. The first block of the log, the warm-up, is left out
     * if there are others.
     *
     * @param source where the log comes from
     * @param devices pipeline-parallel size, at least 1
     * @param microBatches micro-batches of an iteration, at least 1
     * @throws IllegalArgumentException with a sentence, if the log has no times of all ranks, of a number of ranks that
     *     is no multiple of the devices, or of one pass only
     */
    public static Profile read(String text, String source, int devices, int microBatches) {
        Map<OpKind, Map<Integer, List<Double>>> byRank = new EnumMap<>(OpKind.class);
        OpKind current = null;
        for (String line : text.split("\\R", -1)) {
            Matcher rank = RANK.matcher(line);
            Matcher timer = TIMER.matcher(line);
            if (rank.matches() && current != null) {
                byRank.computeIfAbsent(current, kind -> new TreeMap<>())
                        .computeIfAbsent(Integer.parseInt(rank.group(1)), none -> new ArrayList<>())
                        .add(Double.parseDouble(rank.group(2)));
            } else if (!rank.matches()) {
                current = timer.matches() ? KINDS.get(timer.group(1)) : null;
            }
        }
        if (byRank.size() < KINDS.size()) {
            throw new IllegalArgumentException(
                    "Found no forward-compute and backward-compute of single ranks, expected a"
                            + " log of --timing-log-level 2 --timing-log-option all.");
        }
        int ranks = 1
                + byRank.values().stream()
                        .flatMap(times -> times.keySet().stream())
                        .mapToInt(rank -> rank)
                        .max()
                        .orElseThrow();
        if (ranks % devices != 0) {
            throw new IllegalArgumentException(
                    "Found times of " + ranks + " ranks, expected a multiple of the " + devices + " devices.");
        }
        ToIntFunction<Integer> stageOf = rank -> rank / (ranks / devices);
        List<Map<OpKind, Samples>> times = new ArrayList<>();
        for (int stage = 0; stage < devices; stage++) {
            times.add(samples(byRank, stage, stageOf, microBatches));
        }
        Map<String, String> remarks = new LinkedHashMap<>();
        remarks.put("format", "Megatron-LM timer log");
        remarks.put(
                "samples", "means of the micro-batches of an iteration, whose noise is less than that of single ops");
        return new Profile(source, devices, IntStream.range(0, devices).boxed().toList(), microBatches, times, remarks);
    }

    private static Map<OpKind, Samples> samples(
            Map<OpKind, Map<Integer, List<Double>>> byRank,
            int stage,
            ToIntFunction<Integer> stageOf,
            int microBatches) {
        Map<OpKind, Samples> samples = new EnumMap<>(OpKind.class);
        byRank.forEach((kind, ranks) -> {
            double[] times = ranks.entrySet().stream()
                    .filter(entry -> stageOf.applyAsInt(entry.getKey()) == stage)
                    .flatMap(entry ->
                            entry.getValue().stream().skip(entry.getValue().size() > 1 ? 1 : 0))
                    .mapToDouble(milliseconds -> milliseconds * 1000 / microBatches)
                    .toArray();
            if (times.length == 0) {
                throw new IllegalArgumentException("Found no " + kind + " of the ranks of stage " + stage
                        + ", expected forward-compute and backward-compute of every rank.");
            }
            samples.put(kind, new Samples(times));
        });
        return samples;
    }
}
