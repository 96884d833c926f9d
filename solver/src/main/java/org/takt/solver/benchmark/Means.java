package org.takt.solver.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Averages of benchmark figures. */
public final class Means {
    /**
     * What is added to each gap before its logarithm is taken, and subtracted from the mean: 0.1 %. It lets gaps of 0 in,
     * and keeps differences far below it from counting.
     */
    public static final double GAP_SHIFT = 0.001;

    private Means() {}

    /** Returns exp(mean(ln x)); empty without numbers. All must be above 0. */
    static Optional<Double> geometric(List<Double> numbers) {
        return mean(numbers.stream().map(Math::log).toList()).map(Math::exp);
    }

    /**
     * Returns exp(mean(ln(g + s))) − s for gaps g and the shift s, {@link #GAP_SHIFT}; empty without gaps. Computed as
     * s (exp(mean(ln(1 + g / s))) − 1), which is exact where all gaps are 0.
     */
    static Optional<Double> ofGaps(List<Double> gaps) {
        return mean(gaps.stream().map(gap -> Math.log1p(gap / GAP_SHIFT)).toList())
                .map(mean -> GAP_SHIFT * Math.expm1(mean));
    }

    private static Optional<Double> mean(List<Double> numbers) {
        OptionalDouble mean = numbers.stream().mapToDouble(Double::doubleValue).average();
        return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
    }

    /**
     * Returns the median of times of which some were never reached, which count as longer than all others: for an even
     * number the mean of the middle two, empty if one of these was never reached, or without times.
     */
    static Optional<Double> median(List<Optional<Double>> times) {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted = times.stream()
                .mapToDouble(time -> time.orElse(Double.POSITIVE_INFINITY))
                .sorted()
                .toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return Double.isFinite(median) ? Optional.of(median) : Optional.empty();
    }
}
