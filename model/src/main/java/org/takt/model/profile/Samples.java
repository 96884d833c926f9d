package org.takt.model.profile;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.OpKind;

/** The measured times of one kind of op on one stage, microseconds; at least one. */
public final class Samples {
    private final double[] sorted;

    /**
     * Creates samples.
     *
     * @throws IllegalArgumentException if there is none, or one is negative or no finite number
     */
    public Samples(double... times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("There are no times.");
        }
        for (double time : times) {
            if (!(time >= 0 && time < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("A time is " + time + ", expected a finite number of at least 0.");
            }
        }
        sorted = times.clone();
        Arrays.sort(sorted);
    }

    /** Returns the samples of each kind of op that times are given for, microseconds. */
    public static Map<OpKind, Samples> byKind(Map<OpKind, List<Double>> times) {
        Map<OpKind, Samples> samples = new EnumMap<>(OpKind.class);
        times.forEach((kind, all) -> samples.put(
                kind, new Samples(all.stream().mapToDouble(Double::doubleValue).toArray())));
        return samples;
    }

    /** Returns how many times were measured. */
    public int count() {
        return sorted.length;
    }

    /** Returns the median, the mean of the middle two where there are two. */
    public double median() {
        return quantile(0.5);
    }

    /**
     * Returns a quantile, linear between the measured times (type 7 of Hyndman and Fan, 1996).
     *
     * @param share in [0, 1]
     */
    public double quantile(double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Returns the distance of the quartiles as a share of the median; 0 if the median is 0. */
    public double spread() {
        double median = median();
        return median == 0 ? 0 : (quantile(0.75) - quantile(0.25)) / median;
    }
}
