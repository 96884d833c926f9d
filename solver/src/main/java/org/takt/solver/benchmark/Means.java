package org.takt.solver.benchmark;

import java.util.List;
import java.util.Optional;

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
        return shifted(numbers, 0);
    }

    /** Returns exp(mean(ln(g + s))) − s for gaps g and the shift s, {@link #GAP_SHIFT}; empty without gaps. */
    static Optional<Double> ofGaps(List<Double> gaps) {
        return shifted(gaps, GAP_SHIFT).map(mean -> Math.max(0, mean));
    }

    private static Optional<Double> shifted(List<Double> numbers, double shift) {
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        double sum = 0;
        for (double number : numbers) {
            sum += Math.log(number + shift);
        }
        return Optional.of(Math.exp(sum / numbers.size()) - shift);
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
