package org.takt.solver.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Solves of a solver that took longer than they were allowed, by more than {@link #TOLERANCE}.
 *
 * @param solver its name
 * @param records how many there are
 * @param of how many records it has
 * @param longestSeconds how long the longest took
 */
public record Overrun(String solver, int records, int of, double longestSeconds) {
    /** The share of the limit that every solver may take beyond it, to end in order: 10 %. */
    public static final double TOLERANCE = 0.1;

    /** Returns the solvers that took longer, by name. */
    public static List<Overrun> of(List<BenchmarkRecord> records) {
        List<Overrun> overruns = new ArrayList<>();
        for (String solver : records.stream()
                .map(BenchmarkRecord::solver)
                .sorted()
                .distinct()
                .toList()) {
            List<BenchmarkRecord> own = records.stream()
                    .filter(each -> each.solver().equals(solver))
                    .toList();
            List<Double> longer = own.stream()
                    .filter(each -> isLonger(each.options(), each.seconds()))
                    .map(BenchmarkRecord::seconds)
                    .toList();
            longer.stream()
                    .max(Double::compare)
                    .ifPresent(longest -> overruns.add(new Overrun(solver, longer.size(), own.size(), longest)));
        }
        return overruns;
    }

    /** Returns what a record has to say of its time, if it was too long. */
    static Optional<String> remark(RunOptions options, double seconds) {
        return isLonger(options, seconds)
                ? Optional.of(String.format(
                        Locale.ROOT, "It took %.1f s where %.1f s were allowed.", seconds, options.timeLimitSeconds()))
                : Optional.empty();
    }

    private static boolean isLonger(RunOptions options, double seconds) {
        return seconds > (1 + TOLERANCE) * options.timeLimitSeconds();
    }
}
