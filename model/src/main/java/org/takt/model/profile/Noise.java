package org.takt.model.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.takt.model.instance.Provenance;
import org.takt.model.problem.OpKind;

/**
 * How much measured times vary around their medians: for each stage and kind of op the deciles, from the least to the
 * largest time, as thousandths of the median. Between deciles the distribution is taken as even.
 */
public final class Noise {
    private static final String PREFIX = "deciles of ";
    private static final int POINTS = 11;
    private static final List<OpKind> KINDS = List.of(OpKind.F, OpKind.B, OpKind.I, OpKind.W);

    private final Map<OpKind, List<long[]>> permille;

    private Noise(Map<OpKind, List<long[]>> permille) {
        this.permille = permille;
    }

    /** Returns the noise of samples, by kind for each stage. */
    static Noise of(List<Map<OpKind, Samples>> times) {
        Map<OpKind, List<long[]>> permille = new LinkedHashMap<>();
        for (OpKind kind : KINDS) {
            if (times.stream().anyMatch(kinds -> kinds.containsKey(kind))) {
                permille.put(
                        kind,
                        times.stream().map(kinds -> deciles(kinds.get(kind))).toList());
            }
        }
        return new Noise(permille);
    }

    private static long[] deciles(@org.jspecify.annotations.Nullable Samples samples) {
        long[] deciles = new long[POINTS];
        for (int point = 0; point < POINTS; point++) {
            deciles[point] = samples == null || samples.median() == 0
                    ? 1000
                    : Math.round(1000 * samples.quantile(point / 10.0) / samples.median());
        }
        return deciles;
    }

    /** Returns the same noise for every op: times between (1 − share) and (1 + share) of the cost, all equally likely. */
    public static Noise even(double share) {
        long[] deciles = new long[POINTS];
        Arrays.setAll(deciles, point -> Math.round(1000 + 200 * share * (point - 5)));
        Map<OpKind, List<long[]>> permille = new LinkedHashMap<>();
        KINDS.forEach(kind -> permille.put(kind, List.<long[]>of(deciles)));
        return new Noise(permille);
    }

    /** Returns the noise that an instance's provenance holds; empty if it has none, or none that can be read. */
    public static Optional<Noise> of(Provenance provenance) {
        Map<OpKind, List<long[]>> permille = new LinkedHashMap<>();
        for (OpKind kind : KINDS) {
            Optional<String> text = provenance.detail(PREFIX + kind);
            if (text.isPresent()) {
                List<long[]> stages = new ArrayList<>();
                for (String stage : text.get().split(";", -1)) {
                    if (!stage.strip().matches("\\d{1,9}( \\d{1,9}){" + (POINTS - 1) + "}")) {
                        return Optional.empty();
                    }
                    stages.add(Arrays.stream(stage.strip().split(" "))
                            .mapToLong(Long::parseLong)
                            .toArray());
                }
                permille.put(kind, stages);
            }
        }
        return permille.isEmpty() ? Optional.empty() : Optional.of(new Noise(permille));
    }

    /** Returns the noise as details of a provenance, from which {@link #of(Provenance)} reads it. */
    Map<String, String> toDetails() {
        Map<String, String> details = new LinkedHashMap<>();
        permille.forEach((kind, stages) -> details.put(
                PREFIX + kind,
                stages.stream()
                        .map(deciles ->
                                Arrays.stream(deciles).mapToObj(String::valueOf).collect(Collectors.joining(" ")))
                        .collect(Collectors.joining("; "))));
        return details;
    }

    /**
     * Returns the factor, in thousandths, by which an op differs from its cost; 1000 for kinds that were not measured.
     *
     * @param share where in the distribution, in [0, 1]
     */
    public double permille(OpKind kind, int stage, double share) {
        List<long[]> stages = permille.get(kind);
        if (stages == null) {
            return 1000;
        }
        long[] deciles = stages.get(Math.min(stage, stages.size() - 1));
        double place = share * (POINTS - 1);
        int below = Math.min((int) place, POINTS - 2);
        return deciles[below] + (place - below) * (deciles[below + 1] - deciles[below]);
    }
}
